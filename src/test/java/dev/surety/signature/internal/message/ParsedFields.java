package dev.surety.signature.internal.message;

import static dev.surety.signature.internal.message.BinaryAlphabet.BASE64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.internal.message.SignatureFields.Labels;
import dev.surety.signature.internal.message.SignatureFields.Malformed;
import dev.surety.signature.internal.message.SignatureLabel.SignatureInput;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shorthand for signature fields and what is parsed of them. */
final class ParsedFields {

  private ParsedFields() {}

  static void assertMalformed(SignatureFields parsed) {
    assertThat(parsed).isInstanceOf(Malformed.class);
  }

  static SignatureInput input(String input, String signature) {
    return (SignatureInput) label(input, signature);
  }

  static SignatureLabel label(String input, String signature) {
    return ((Labels) parse("a=" + input, "a=:" + signature + ":")).labels().get("a");
  }

  static SignatureFields parse(String input, String signature) {
    return parse(input, signature, BASE64);
  }

  static SignatureFields parse(String input, String signature, BinaryAlphabet alphabet) {
    return SignatureFields.parse(
        List.of(new Field("Signature-Input", input), new Field("Signature", signature)), alphabet);
  }

  static String labels(int count, String value) {
    return IntStream.range(0, count)
        .mapToObj(i -> "l" + i + "=" + value)
        .collect(Collectors.joining(", "));
  }

  static String components(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"x" + i + "\"")
        .collect(Collectors.joining(" ", "(", ")"));
  }
}

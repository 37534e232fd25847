package dev.surety.signature.internal.message;

import static dev.surety.signature.internal.message.BinaryAlphabet.BASE64;
import static dev.surety.signature.internal.message.BinaryAlphabet.BASE64URL;
import static dev.surety.signature.internal.message.ParsedFields.assertMalformed;
import static dev.surety.signature.internal.message.ParsedFields.input;
import static dev.surety.signature.internal.message.ParsedFields.label;
import static dev.surety.signature.internal.message.ParsedFields.labels;
import static dev.surety.signature.internal.message.ParsedFields.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.internal.message.SignatureFields.Absent;
import dev.surety.signature.internal.message.SignatureFields.Labels;
import dev.surety.signature.internal.message.SignatureFields.Malformed;
import dev.surety.signature.internal.message.SignatureFields.OneWithoutOther;
import dev.surety.signature.internal.message.SignatureLabel.SignatureInput;
import dev.surety.signature.internal.message.SignatureLabel.Unusable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureFieldsTest {

  @Test
  void noSignatureField_isAbsent() {
    assertThat(SignatureFields.parse(List.of(new Field("Host", "a")), BASE64))
        .isEqualTo(new Absent());
  }

  @Test
  void oneFieldWithoutTheOther_isSaid() {
    assertThat(SignatureFields.parse(List.of(new Field("SIGNATURE", "a=:AA==:")), BASE64))
        .isEqualTo(new OneWithoutOther());
    assertThat(SignatureFields.parse(List.of(new Field("signature-input", "a=()")), BASE64))
        .isEqualTo(new OneWithoutOther());
  }

  @Test
  void labelsOfBothFields_areListedInOrder() {
    assertThat(((Labels) parse("z=(), a=()", "a=:AA==:, q=:AA==:")).labels())
        .containsOnlyKeys("z", "a", "q")
        .hasEntrySatisfying("a", label -> assertThat(label).isInstanceOf(SignatureInput.class))
        .hasEntrySatisfying("z", label -> assertThat(label).isInstanceOf(Unusable.class))
        .hasEntrySatisfying("q", label -> assertThat(label).isInstanceOf(Unusable.class));
  }

  @Test
  void repeatedLines_areMalformed() {
    Field input = new Field("Signature-Input", "a=()");
    Field signature = new Field("Signature", "a=:AA==:");
    assertMalformed(SignatureFields.parse(List.of(input, signature, input), BASE64));
    assertMalformed(
        SignatureFields.parse(List.of(input, signature, new Field("signature", "b=::")), BASE64));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a",
        "a=",
        "a=1",
        "a=tok",
        "a=\"s\"",
        "a=:AA==:",
        "a=(), a=()",
        "a=(), b=(), a=()",
        "a=(),",
        ",a=()",
        "a=(),,b=()",
        "a=() b=()",
        "A=()",
        "a =()",
        "a= ()",
        "1=()",
        "a=(",
        "a=(\"@method\"",
        "a=(\"@method\"\"@path\")",
        "a=(\"@method\",\"@path\")",
        "a=(\"@method\"\t\"@path\")",
        "a=() ;created=1",
        "a=();created =1",
        "a=();created= 1",
        "a=();created=",
        "a=();",
        "a=();;created=1",
        "a=();Created=1",
        "a=();nonce=\"x",
        "a=();nonce=\"\\x\"",
        "a=();nonce=\"ü\"",
        "a=();nonce=\"\u0000\"",
        "a=();nonce='x'",
        "a=();created=1234567890123456",
        "a=();created=@1",
        "a=()\nb",
        "a=(),b=1",
        "a=(),b=@@",
        "a=((\"x\"))",
        "a=(\"@method\")x",
        "a=()\u00a0"
      })
  void inputThatIsNoDictionaryOfInnerLists_isMalformed(String value) {
    assertMalformed(parse(value, "a=:AA==:"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a=",
        "a=AA==",
        "a=\"AA==\"",
        "a=:AA==",
        "a=:A A=:",
        "a=:AA==: :",
        "a=:AA==::",
        "a=:AA==:x",
        "a=:AA==:;",
        "a=:ü:",
        "a=:AA==:, a=:AA==:",
        "a=:AA==:,",
        "a=(:AA==:)",
        "a=:AA==:, b=1"
      })
  void signatureThatIsNoDictionaryOfByteSequences_isMalformed(String value) {
    assertMalformed(parse("a=()", value));
  }

  @Test
  void fieldOf8192Characters_isTheLongest() {
    String start = "a=();nonce=\"";
    String longest = start + "n".repeat(8192 - start.length() - 1) + '"';
    assertThat(parse(longest, "a=:AA==:")).isInstanceOf(Labels.class);
    assertMalformed(parse(longest.replace("nn", "nnn"), "a=:AA==:"));
    assertMalformed(parse("a=()", "a=:" + "A".repeat(8192) + ":"));
  }

  @Test
  void blanksAroundAField_countForItsLength() {
    assertMalformed(parse(" ".repeat(8192) + "a=()", "a=:AA==:"));
  }

  @Test
  void newFields_areReadBack() {
    SignatureFields parsed =
        SignatureFields.parse(
            SignatureFields.create("a", "(\"@method\");created=1", new byte[] {1}, BASE64URL),
            BASE64URL);
    SignatureInput input = (SignatureInput) ((Labels) parsed).labels().get("a");
    assertThat(input.verbatim()).isEqualTo("(\"@method\");created=1");
    assertThat(input.signature()).containsExactly(1);
  }

  @Test
  void eightLabels_areTheMost() {
    assertThat(parse(labels(8, "()"), labels(8, ":AA==:"))).isInstanceOf(Labels.class);
    assertMalformed(parse(labels(9, "()"), "l0=:AA==:"));
    assertMalformed(parse("l0=()", labels(9, ":AA==:")));
  }

  @Test
  void reason_neverEchoesTheField() {
    Malformed malformed = (Malformed) parse("evil=(\"\u202eevil\")", "evil=::");
    assertThat(malformed.reason()).doesNotContain("evil").matches("[ -~]+");
  }
}

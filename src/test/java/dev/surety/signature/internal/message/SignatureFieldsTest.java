package dev.surety.signature.internal.message;

import static dev.surety.signature.internal.message.BinaryAlphabet.BASE64;
import static dev.surety.signature.internal.message.BinaryAlphabet.BASE64URL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.internal.message.SignatureFields.Absent;
import dev.surety.signature.internal.message.SignatureFields.Labels;
import dev.surety.signature.internal.message.SignatureFields.Malformed;
import dev.surety.signature.internal.message.SignatureFields.OneWithoutOther;
import dev.surety.signature.internal.message.SignatureLabel.SignatureInput;
import dev.surety.signature.internal.message.SignatureLabel.Unusable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  void label_hasComponentsParametersAndSignature() {
    SignatureInput input =
        input(
            "(\"@method\" \"content-digest\";req);created=1;expires=-2;nonce=\"n\";keyid=\"k\\\"\""
                + ";alg=\"ed25519\";tag=\"t\";x=tok;y",
            "AQID");
    assertThat(input.components())
        .containsExactly(Component.of("@method"), Component.parse("\"content-digest\";req"));
    SignatureParameters parameters = input.parameters();
    assertThat(parameters.created()).isEqualTo(1);
    assertThat(parameters.expires()).isEqualTo(-2);
    assertThat(parameters.nonce()).isEqualTo("n");
    assertThat(parameters.keyid()).isEqualTo("k\"");
    assertThat(parameters.alg()).isEqualTo("ed25519");
    assertThat(parameters.tag()).isEqualTo("t");
    assertThat(parameters.others()).containsEntry("x", "tok").containsEntry("y", "?1").hasSize(2);
    assertThat(input.signature()).containsExactly(1, 2, 3);
  }

  @Test
  void noComponentsAndNoParameters_areAllowed() {
    SignatureInput input = input("()", "AQID");
    assertThat(input.components()).isEmpty();
    assertThat(input.parameters())
        .isEqualTo(new SignatureParameters(null, null, null, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(\"@method\")",
        "(  \"@method\"   \"@path\" )",
        "();created=0010",
        "(); nonce=\"a,b;c\\\\\\\"d\"",
        "(\"x\";sf=?1)"
      })
  void value_isKeptVerbatim(String value) {
    SignatureFields parsed = parse("a=(), b=" + value + " \t,\tc=()", "b=:AQID:");
    assertThat(((Labels) parsed).labels().get("b"))
        .isInstanceOfSatisfying(
            SignatureInput.class, input -> assertThat(input.verbatim()).isEqualTo(value));
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "();created=1.0",
        "();created=\"1\"",
        "();created",
        "();expires=:AA==:",
        "();nonce=abc",
        "();nonce=1",
        "();keyid=k",
        "();alg=ed25519",
        "();tag=t",
        "();tag",
        "();created=1;created=1",
        "();x;x",
        "(\"a\";sf;sf)",
        "(\"a\" \"a\")",
        "(\"a\";key=\"x\";req \"a\";req;key=\"x\")",
        "(\"a\";sf \"a\";sf=?1)",
        "(a)",
        "(1)",
        "(\"Content-Type\")",
        "(\"\")",
        "(\"a b\")",
        "(\"a:b\")",
        "(\"@foo\")",
        "(\"@\")",
        "(\"@Method\")",
        "(\"@signature-params\")",
        "(\"@method\";sf)",
        "(\"@method\";tr)",
        "(\"@method\";name=\"x\")",
        "(\"@status\";req)",
        "(\"@query-param\")",
        "(\"@query-param\";name)",
        "(\"@query-param\";name=x)",
        "(\"@query\";name=\"x\")",
        "(\"a\";name=\"x\")",
        "(\"a\";unknown)",
        "(\"a\";bs;sf)",
        "(\"a\";bs;key=\"x\")",
        "(\"a\";key)",
        "(\"a\";key=x)",
        "(\"a\";sf=?0)",
        "(\"a\";bs=1)",
        "(\"a\";req=\"x\")"
      })
  void labelThatBreaksARule_isUnusableAndLeavesOthersAlone(String value) {
    Labels parsed = (Labels) parse("a=" + value + ", b=()", "a=:AA==:, b=:AA==:");
    assertThat(parsed.labels().get("a")).isInstanceOf(Unusable.class);
    assertThat(parsed.labels().get("b")).isInstanceOf(SignatureInput.class);
  }

  @Test
  void unusableLabel_stillTellsItsTag() {
    SignatureLabel label = ((Labels) parse("a=(\"@foo\");tag=\"t\"", "a=:AA==:")).labels().get("a");
    assertThat(label).isInstanceOf(Unusable.class);
    assertThat(label.tag()).isEqualTo("t");
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
  void sixtyFourComponents_areTheMost() {
    assertThat(label(components(64), "AA==")).isInstanceOf(SignatureInput.class);
    assertThat(label(components(65), "AA==")).isInstanceOf(Unusable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA", "AB==", "AA=", "A", "AA===", "-_==", "=", "AAAA=", "+_AA"})
  void base64_isStrict(String signature) {
    assertThat(label("()", signature)).isInstanceOf(Unusable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA==", "AB", "A", "+/A", "AAA=", "=", "+_AA"})
  void base64url_isStrict(String signature) {
    SignatureFields parsed = parse("a=()", "a=:" + signature + ":", BASE64URL);
    assertThat(((Labels) parsed).labels().get("a")).isInstanceOf(Unusable.class);
  }

  @Test
  void eachAlphabet_takesItsOwn() {
    assertThat(((SignatureInput) label("()", "+/A=")).signature()).hasSize(2);
    SignatureFields parsed = parse("a=();nonce=\"-_+/==\"", "a=:-_A:", BASE64URL);
    SignatureInput input = (SignatureInput) ((Labels) parsed).labels().get("a");
    assertThat(input.signature()).containsExactly(0xfb, 0xf0);
    assertThat(input.parameters().nonce()).isEqualTo("-_+/==");
  }

  @Test
  void parametersOfASignature_areIgnored() {
    assertThat(((Labels) parse("a=()", "a=:AA==:;x=1;y=\"a,b\"")).labels().get("a"))
        .isInstanceOf(SignatureInput.class);
  }

  @Test
  void reason_neverEchoesTheField() {
    Malformed malformed = (Malformed) parse("evil=(\"\u202eevil\")", "evil=::");
    assertThat(malformed.reason()).doesNotContain("evil").matches("[ -~]+");
  }

  private static void assertMalformed(SignatureFields parsed) {
    assertThat(parsed).isInstanceOf(Malformed.class);
  }

  private static SignatureInput input(String input, String signature) {
    return (SignatureInput) label(input, signature);
  }

  private static SignatureLabel label(String input, String signature) {
    return ((Labels) parse("a=" + input, "a=:" + signature + ":")).labels().get("a");
  }

  private static SignatureFields parse(String input, String signature) {
    return parse(input, signature, BASE64);
  }

  private static SignatureFields parse(String input, String signature, BinaryAlphabet alphabet) {
    return SignatureFields.parse(
        List.of(new Field("Signature-Input", input), new Field("Signature", signature)), alphabet);
  }

  private static String labels(int count, String value) {
    return IntStream.range(0, count)
        .mapToObj(i -> "l" + i + "=" + value)
        .collect(Collectors.joining(", "));
  }

  private static String components(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"x" + i + "\"")
        .collect(Collectors.joining(" ", "(", ")"));
  }
}

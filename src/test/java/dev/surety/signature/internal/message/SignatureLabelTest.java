package dev.surety.signature.internal.message;

import static dev.surety.signature.internal.message.BinaryAlphabet.BASE64URL;
import static dev.surety.signature.internal.message.ParsedFields.components;
import static dev.surety.signature.internal.message.ParsedFields.input;
import static dev.surety.signature.internal.message.ParsedFields.label;
import static dev.surety.signature.internal.message.ParsedFields.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.internal.message.SignatureFields.Labels;
import dev.surety.signature.internal.message.SignatureLabel.SignatureInput;
import dev.surety.signature.internal.message.SignatureLabel.Unusable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one label of the signature fields says, and what makes it unusable. */
class SignatureLabelTest {

  @Test
  void label_hasComponentsParametersAndSignature() {
    SignatureInput input =
        input(
            "(\"@method\" \"content-digest\";req);created=1;expires=-2;nonce=\"n\";keyid=\"k\\\"\""
                + ";alg=\"ed25519\";tag=\"t\";x=tok;y",
            "AQID");
    assertThat(input.components())
        .containsExactly(Component.of("@method"), Components.parse("\"content-digest\";req"));
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
}

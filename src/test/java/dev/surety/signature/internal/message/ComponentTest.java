package dev.surety.signature.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"@method\"",
        "\"@status\"",
        "\"@query-param\";name=\"a%20b\"",
        "\"@authority\";req",
        "\"content-digest\";req;key=\"sha-256\"",
        "\"x!#$%&'*+-.^_`|~\"",
        "\"x\";sf;key=\"a\\\"\\\\b\"",
        "\"x\";tr;bs;req"
      })
  void identifier_isTheCanonicalSerialization(String identifier) {
    assertThat(Components.parse(identifier).identifier()).isEqualTo(identifier);
  }

  @Test
  void identifierOfANonCanonicalOne_isCanonical() {
    assertThat(Components.parse("\"x\"; sf=?1;  key=\"k\"")).hasToString("\"x\";sf;key=\"k\"");
  }

  @Test
  void orderOfParameters_makesNoDifference() {
    assertThat(Components.parse("\"x\";req;key=\"k\""))
        .isEqualTo(Components.parse("\"x\";key=\"k\";req"))
        .isNotEqualTo(Components.parse("\"x\";key=\"K\";req"))
        .isNotEqualTo(Components.parse("\"x\";key=\"k\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X", "", "@other", "@signature-params", "a b"})
  void nameThatIsNone_isRefused(String name) {
    assertThatThrownBy(() -> Component.of(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void newSignature_isWrittenCanonically() {
    List<Component> components =
        List.of(Component.of("@method"), Components.parse("\"x\";key=\"k\""));
    SignatureParameters parameters = new SignatureParameters(1L, 2L, "n\"", "k\\", "ed25519", "t");
    assertThat(parameters.serialize(components))
        .isEqualTo(
            "(\"@method\" \"x\";key=\"k\");created=1;expires=2;nonce=\"n\\\"\";keyid=\"k\\\\\""
                + ";alg=\"ed25519\";tag=\"t\"");
    assertThat(new SignatureParameters(null, null, null, null, null, null).serialize(List.of()))
        .isEqualTo("()");
  }

  @Test
  void parameterThatNoStringCanHold_isRefused() {
    SignatureParameters parameters = new SignatureParameters(1L, 2L, "ü", null, null, null);
    assertThatThrownBy(() -> parameters.serialize(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

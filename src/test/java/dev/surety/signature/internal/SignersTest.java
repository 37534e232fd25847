package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SigningKey;
import dev.surety.testing.MapConfig;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configured signers make of a request. */
class SignersTest {

  private static final String PREFIX = "surety.signature.signer.";
  private static final SigningKey KEY =
      SigningKey.of("key-1", SignatureAlgorithm.ED25519, Draft.PAIR.getPrivate());

  @Test
  void nothingConfigured_signsAsTheProfileSays() {
    assertThat(input(Map.of()))
        .startsWith(
            "sig1=(\"@method\" \"@target-uri\" \"content-type\" \"content-digest\""
                + " \"idempotency-key\");created=")
        .doesNotContain(";tag=");
  }

  @Test
  void labelTagAndComponents_areThoseOfTheSettings() {
    String input =
        input(
            Map.of(
                PREFIX + "label", "mine",
                PREFIX + "tag", "my-tag",
                PREFIX + "components", "@authority, date"));
    assertThat(input)
        .startsWith("mine=(\"@authority\" \"date\" \"content-type\"")
        .endsWith(";tag=\"my-tag\"");
  }

  @Test
  void forbiddenDigest_isNeitherMadeNorCovered() {
    List<Field> added = signed(Map.of(PREFIX + "digest", "forbidden"));
    assertThat(added).extracting(Field::name).containsExactly("Signature-Input", "Signature");
    assertThat(input(Map.of(PREFIX + "digest", "forbidden"))).doesNotContain("content-digest");
  }

  @Test
  void furtherSigner_hasSettingsOfItsOwn() {
    Map<String, String> settings =
        Map.of(
            "surety.signature.signers",
            "carrier",
            PREFIX + "carrier.profile",
            "adcp-webhook",
            PREFIX + "carrier.tag",
            "theirs",
            PREFIX + "carrier.components",
            "@method,@target-uri,@authority,@path");
    assertThat(input(settings, "carrier"))
        .startsWith("sig1=(\"@method\" \"@target-uri\" \"@authority\" \"@path\" ")
        .doesNotContain("idempotency-key")
        .endsWith(";tag=\"theirs\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "label|Sig 1|a signature's label",
        "tag|täg|printable ASCII",
        "components|@foo|component names",
        "components|@query-param|component names",
        "digest|maybe|forbidden"
      })
  void wrongValue_failsTheStart(String key, String value, String expected) {
    assertThatThrownBy(() -> signers(Map.of(PREFIX + key, value)))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining(PREFIX + key)
        .hasMessageContaining(value)
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource({"surety.signature.", PREFIX})
  void digestThatIsAskedForAndForbidden_failsTheStart(String prefix) {
    Map<String, String> settings =
        Map.of(prefix + "components", "@method,content-digest", prefix + "digest", "forbidden");
    assertThatThrownBy(() -> signers(settings))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining(prefix + "components")
        .hasMessageContaining(prefix + "digest");
  }

  private static String input(Map<String, String> settings) {
    return input(settings, "default");
  }

  private static String input(Map<String, String> settings, String signer) {
    return signed(settings, signer).stream()
        .filter(field -> field.name().equals("Signature-Input"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static List<Field> signed(Map<String, String> settings) {
    return signed(settings, "default");
  }

  private static List<Field> signed(Map<String, String> settings, String signer) {
    List<Field> fields =
        List.of(
            new Field("Content-Type", "application/json"),
            new Field("Date", "Sat, 18 Apr 2026 14:00:00 GMT"),
            new Field("Idempotency-Key", "key-0001"));
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    return signers(settings)
        .named(signer)
        .sign(new Request("POST", "https://shop.example/orders", fields, body));
  }

  private static Signers signers(Map<String, String> settings) {
    Map<String, SignerSettings> signers = SignatureSettings.of(new MapConfig(settings)).signers();
    Map<String, SigningKey> keys = new HashMap<>();
    signers.keySet().forEach(name -> keys.put(name, KEY));
    return new Signers(signers, keys, () -> VerifierFixture.NOW);
  }
}

package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.keys.Ring;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.internal.Profile.DigestPolicy;
import dev.surety.testing.MapConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureSettingsTest {

  @Test
  void nothingConfigured_isThePlainProfileThatCoversTargetAndBody() {
    Profile profile = read(Map.of()).verifiers().get("default").profile();
    assertThat(profile.components()).containsExactly("@method", "@target-uri");
    assertThat(profile.digest()).isEqualTo(DigestPolicy.REQUIRED);
    assertThat(profile.algorithms()).containsExactlyInAnyOrder(SignatureAlgorithm.values());
  }

  @Test
  void profileOfAVerifier_canBeChangedInParts() {
    Profile profile =
        read(Map.of(
                "surety.signature.components", "none",
                "surety.signature.algorithms", "ed25519, ecdsa-p256-sha256",
                "surety.signature.digest", "either",
                "surety.signature.tag", "my-tag",
                "surety.signature.label", "mine"))
            .verifiers()
            .get("default")
            .profile();
    assertThat(profile.components()).isEmpty();
    assertThat(profile.algorithms())
        .containsExactlyInAnyOrder(
            SignatureAlgorithm.ED25519, SignatureAlgorithm.ECDSA_P256_SHA256);
    assertThat(profile.digest()).isEqualTo(DigestPolicy.EITHER);
    assertThat(profile.tag()).isEqualTo("my-tag");
    assertThat(profile.label()).isEqualTo("mine");
  }

  @Test
  void furtherVerifier_hasKeysOfItsOwn() {
    SignatureSettings settings =
        read(
            Map.of(
                "surety.signature.verifiers", "partner",
                "surety.signature.verifier.partner.profile", "adcp-request-3.2",
                "surety.signature.verifier.partner.key-sets", "acme",
                "surety.signature.key-set.acme.jwks", "{\"keys\":[]}",
                "surety.signature.key-set.acme.owner", "Acme Inc."));
    assertThat(settings.verifiers().get("partner").profile().digest())
        .isEqualTo(DigestPolicy.REQUIRED);
    assertThat(settings.keySets().get("acme").issuer()).isEqualTo("acme");
    assertThat(settings.keySets().get("acme").owner()).isEqualTo("Acme Inc.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "surety.signature.profile|rfc9412|rfc9421",
        "surety.signature.algorithms|ed448|ed25519",
        "surety.signature.components|@Method|component names",
        "surety.signature.components|@foo|component names",
        "surety.signature.allowed-networks|10.0.0.1/8|10.0.0.0/8",
        "surety.signature.digest|maybe|required",
        "surety.signature.mode|strict|supported",
        "surety.signature.public-origins|api.example.com|https://api.example.com",
        "surety.signature.trusted-proxies|proxy.local|10.0.0.0/8",
        "surety.signature.signer.algorithm|ed448|rsa-pss-sha512",
        "surety.signature.verifiers|Partner|names of further verifiers"
      })
  void wrongValue_isNamedWithWhatIsExpected(String key, String value, String expected) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value)
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy.local",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "::/129",
        "::1/64",
        "10.0/8",
        "/8",
        "10.0.0.0/8/8"
      })
  void configuredProxyThatIsNone_failsAtStart(String proxy) {
    assertThatThrownBy(() -> read(Map.of("surety.signature.trusted-proxies", "::1, " + proxy)))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("surety.signature.trusted-proxies")
        .hasMessageContaining(proxy);
  }

  @Test
  void reservedName_isNoFurtherVerifierOrSigner() {
    assertThatThrownBy(() -> read(Map.of("surety.signature.verifiers", "default")))
        .isInstanceOf(SuretyException.class);
    assertThatThrownBy(() -> read(Map.of("surety.signature.signers", "default")))
        .isInstanceOf(SuretyException.class);
  }

  @Test
  void issuerOfMoreBytesThanAKeyIdMayHave_isRefused() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "surety.signature.key-sets", "acme",
                        "surety.signature.key-set.acme.jwks", "{}",
                        "surety.signature.key-set.acme.issuer", "ü".repeat(129))))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("surety.signature.key-set.acme.issuer");
  }

  @Test
  void keySetThatIsNowhere_isAskedFor() {
    assertThatThrownBy(() -> read(Map.of("surety.signature.key-sets", "acme")))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("setting surety.signature.key-set.acme.jwks is missing")
        .hasMessageContaining("surety.signature.key-set.acme.ring");
  }

  @Test
  void keySetOfARing_needsNoJwkSet() {
    KeySetSettings set =
        read(Map.of(
                "surety.signature.key-sets", "acme",
                "surety.signature.key-set.acme.ring", "partners"))
            .keySets()
            .get("acme");
    assertThat(set.ring()).contains(Ring.httpSignature("partners"));
    assertThat(set.isRemote()).isFalse();
  }

  @Test
  void keySetInTwoPlaces_isRefused_namingBoth_andShowsNoKey() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "surety.signature.key-sets", "acme",
                        "surety.signature.key-set.acme.ring", "partners",
                        "surety.signature.key-set.acme.jwks", "{\"keys\":[]}")))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("setting surety.signature.key-set.acme.ring = 'partners'")
        .hasMessageContaining("surety.signature.key-set.acme.jwks")
        .hasMessageContaining("remove one")
        .hasMessageNotContaining("{");
  }

  @Test
  void ringThatCannotBeOne_isNamedWithWhatIsExpected() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "surety.signature.key-sets", "acme",
                        "surety.signature.key-set.acme.ring", "a ring")))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("surety.signature.key-set.acme.ring = 'a ring'")
        .hasMessageContaining("[A-Za-z0-9_.-]{1,64}");
  }

  @Test
  void keyWithoutId_isAskedForOne_andNotShown() {
    assertThatThrownBy(() -> read(Map.of("surety.signature.signer.key", "secret")))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("surety.signature.signer.key-id")
        .hasMessageNotContaining("secret");
  }

  private static SignatureSettings read(Map<String, String> config) {
    return SignatureSettings.of(new MapConfig(config));
  }
}

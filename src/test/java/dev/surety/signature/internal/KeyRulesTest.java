package dev.surety.signature.internal;

import static dev.surety.signature.SignatureAlgorithm.ECDSA_P256_SHA256;
import static dev.surety.signature.SignatureAlgorithm.ED25519;
import static dev.surety.signature.SignatureAlgorithm.RSA_PSS_SHA512;
import static dev.surety.signature.SignatureAlgorithm.RSA_V1_5_SHA256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.VerificationKey;
import java.security.Key;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyRulesTest {

  private static final Key KEY = new SecretKeySpec(new byte[32], "HmacSHA256");

  @Test
  void keyThatSaysNothing_verifiesUnderRfc9421() {
    assertThat(rfc9421(ED25519, key(KEY, null, null, null, ED25519))).contains(ED25519);
  }

  @Test
  void keyForAnotherUse_verifiesNothing() {
    assertThat(rfc9421(ED25519, key(KEY, "enc", null, null, ED25519))).isEmpty();
    assertThat(rfc9421(ED25519, key(KEY, "sig", Set.of("sign"), null, ED25519))).isEmpty();
  }

  @Test
  void otherAlgorithm_isRefused() {
    assertThat(rfc9421(ECDSA_P256_SHA256, key(KEY, null, null, null, ED25519))).isEmpty();
  }

  @Test
  void signatureWithoutAlgorithm_takesTheKeysOnlyOne() {
    assertThat(rfc9421(null, key(KEY, null, null, null, ED25519))).contains(ED25519);
    assertThat(rfc9421(null, key(KEY, null, null, null, RSA_PSS_SHA512, RSA_V1_5_SHA256)))
        .isEmpty();
  }

  @Test
  void publishedNonsense_isNoKey() {
    assertThat(rfc9421(ED25519, key(null, null, null, null))).isEmpty();
  }

  @Test
  void adcpKey_declaresUseOperationAndPurpose() {
    Set<String> verify = Set.of("verify");
    assertThat(adcp(key(KEY, "sig", verify, "request-signing", ED25519))).contains(ED25519);
    assertThat(adcp(key(KEY, null, verify, "request-signing", ED25519))).isEmpty();
    assertThat(adcp(key(KEY, "sig", null, "request-signing", ED25519))).isEmpty();
    assertThat(adcp(key(KEY, "sig", verify, null, ED25519))).isEmpty();
    assertThat(adcp(key(KEY, "sig", verify, "governance-signing", ED25519))).isEmpty();
  }

  @Test
  void requestKey_mayVerifyWebhooks_notTheOtherWayRound() {
    VerificationKey request = key(KEY, "sig", Set.of("verify"), "request-signing", ED25519);
    VerificationKey webhook = key(KEY, "sig", Set.of("verify"), "webhook-signing", ED25519);
    assertThat(KeyRules.algorithm(Profile.ADCP_WEBHOOK, Optional.of(ED25519), request)).isPresent();
    assertThat(adcp(webhook)).isEmpty();
  }

  private static Optional<SignatureAlgorithm> rfc9421(
      @Nullable SignatureAlgorithm named, VerificationKey key) {
    return KeyRules.algorithm(Profile.RFC9421, Optional.ofNullable(named), key);
  }

  private static Optional<SignatureAlgorithm> adcp(VerificationKey key) {
    return KeyRules.algorithm(Profile.ADCP_REQUEST_3_1, Optional.of(ED25519), key);
  }

  private static VerificationKey key(
      @Nullable Key key,
      @Nullable String use,
      @Nullable Set<String> operations,
      @Nullable String purpose,
      SignatureAlgorithm... algorithms) {
    return new VerificationKey(
        "issuer", "owner", "kid", key, Set.of(algorithms), use, operations, purpose);
  }
}

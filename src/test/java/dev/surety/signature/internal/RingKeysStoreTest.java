package dev.surety.signature.internal;

import static dev.surety.signature.internal.VerifierFixture.judged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.keys.KeyState;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.keys.internal.LocalRings;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SigningKey;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Verified;
import dev.surety.signature.VerifiedSigner;
import dev.surety.signature.internal.key.CombinedKeys;
import dev.surety.signature.internal.key.RevokedKids;
import dev.surety.signature.internal.key.RingKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signatures under the keys of an HMAC ring, through the ring's life. */
class RingKeysStoreTest extends VerifierSteps {

  private static final Ring RING = Ring.httpSignature("partners");

  private final Secret first = LocalRings.secret();
  private final Secret second = LocalRings.secret();
  private LocalRings local;

  @BeforeEach
  void trustTheRing() {
    local = new LocalRings();
    trust(RING);
  }

  @AfterEach
  void closeTheRing() {
    local.close();
  }

  @Test
  void activeKey_verifies_asTheSetsOwner() {
    local.rings().seed(RING, "k1", first);
    Verification found = verified("k1", first);
    assertThat(found).isInstanceOf(Verified.class);
    VerifiedSigner signer = ((Verified) found).signer();
    assertThat(signer.issuer()).isEqualTo("issuer");
    assertThat(signer.owner()).isEqualTo("owner");
    assertThat(signer.keyId()).isEqualTo("k1");
    assertThat(signer.algorithm()).isEqualTo(SignatureAlgorithm.HMAC_SHA256);
    assertThat(verified("k1", second)).isEqualTo(rejected("invalid", "10"));
  }

  @Test
  void requestSentAgain_isReplayed() {
    local.rings().seed(RING, "k1", first);
    Request request = signed("k1", first);
    assertThat(verify(Profile.RFC9421, request)).isInstanceOf(Verified.class);
    assertThat(verify(Profile.RFC9421, request)).isEqualTo(rejected("replayed", "12"));
  }

  @Test
  void keys_verifyFromTheirPreparationUntilTheyAreRetired() {
    local.rings().seed(RING, "k1", first);
    assertThat(verified("k2", second)).isEqualTo(rejected("key_unknown", "7"));
    local.rings().prepare(RING, "k2", second);
    assertThat(verified("k2", second)).isInstanceOf(Verified.class);
    local.rings().activate(RING, "k2", Duration.ofHours(1), true);
    assertThat(verified("k1", first)).isInstanceOf(Verified.class);
    assertThat(verified("k2", second)).isInstanceOf(Verified.class);
    local.rings().retire(RING, "k1");
    assertThat(local.rings().find(RING, "k1").orElseThrow().state()).isEqualTo(KeyState.RETIRED);
    assertThat(verified("k1", first)).isEqualTo(rejected("key_unknown", "7"));
    assertThat(verified("k2", second)).isInstanceOf(Verified.class);
  }

  @Test
  void rotationWithGrace_letsBothVerify_andWithoutOnlyTheNewOne() {
    local.rings().seed(RING, "k1", first);
    local.rings().rotate(RING, "k2", second, Duration.ofHours(1), false);
    assertThat(verified("k1", first)).isInstanceOf(Verified.class);
    assertThat(verified("k2", second)).isInstanceOf(Verified.class);
    Secret third = LocalRings.secret();
    local.rings().rotate(RING, "k3", third, Duration.ZERO, true);
    assertThat(verified("k2", second)).isEqualTo(rejected("key_unknown", "7"));
    assertThat(verified("k3", third)).isInstanceOf(Verified.class);
  }

  @Test
  void ringThatNobodyHasSeeded_orMadeForSomethingElse_knowsNoKey() {
    assertThat(verified("k1", first)).isEqualTo(rejected("key_unknown", "7"));
    Ring tokens = Ring.token("tokens");
    local.rings().seed(tokens, "k1", first);
    trust(Ring.httpSignature("tokens"));
    assertThat(verified("k1", first)).isEqualTo(rejected("key_unknown", "7"));
  }

  @Test
  void revokedKid_isRevoked_ofItsIssuerOnly() {
    local.rings().seed(RING, "k1", first);
    assertThat(verified("k1", first, new RevokedKids("issuer", Set.of("k1"))))
        .isEqualTo(rejected("key_revoked", "9"));
    assertThat(verified("k1", first, new RevokedKids("another", Set.of("k1"))))
        .isInstanceOf(Verified.class);
  }

  @Test
  void profileWithoutHmac_refusesIt_whateverTheSignatureNames() {
    local.rings().seed(RING, "key-1", first);
    assertThat(verify(d -> d.alg = "hmac-sha256")).isEqualTo(rejected("alg_not_allowed", "4"));
    assertThat(verify(d -> d.alg = "ed25519")).isEqualTo(rejected("key_purpose_invalid", "8"));
  }

  private void trust(Ring ring) {
    keys = new CombinedKeys(List.of(new RingKeys(local.macs(), ring, "issuer", "owner")));
  }

  private Verification verified(String kid, Secret secret) {
    return verify(Profile.RFC9421, signed(kid, secret));
  }

  private Verification verified(String kid, Secret secret, RevocationSource revocations) {
    return judged(fixture.verifier(Profile.RFC9421, keys, revocations).verify(signed(kid, secret)));
  }

  /** As a partner signs who has the secret itself. */
  private static Request signed(String kid, Secret secret) {
    SigningKey key =
        SigningKey.of(
            kid, SignatureAlgorithm.HMAC_SHA256, new SecretKeySpec(secret.bytes(), "HmacSHA256"));
    Request unsigned =
        new Request(
            "POST",
            "https://shop.example/orders",
            List.of(new Field("Content-Type", "text/plain")),
            "hello".getBytes(StandardCharsets.UTF_8));
    List<Field> fields = new ArrayList<>(unsigned.fields());
    fields.addAll(
        new ProfileSigner(Profile.RFC9421, key, List.of(), fixture.core().clock()::now)
            .sign(unsigned));
    return new Request(unsigned.method(), unsigned.target(), fields, unsigned.body());
  }
}

package dev.surety.signature.internal.key;

import static dev.surety.signature.internal.key.JwkFixture.ED25519;
import static dev.surety.signature.internal.key.JwkFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import dev.surety.keys.MacKey;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.KeyResolver.Resolution;
import dev.surety.signature.KeyResolver.Unavailable;
import dev.surety.signature.KeyResolver.Unknown;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a ring says, as a resolver must answer it. */
class RingKeysTest {

  private static final HttpMessage MESSAGE =
      new HttpMessage.Request("GET", "https://a.example/", List.of(), new byte[0]);

  /** A ring that answers what a test wants. */
  private static final class Lender implements MacKeys {

    private final Supplier<Optional<MacKey>> answer;
    private int asked;

    Lender(Supplier<Optional<MacKey>> answer) {
      this.answer = answer;
    }

    @Override
    public List<MacKey> signing(Ring ring) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<MacKey> verifying(Ring ring) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<MacKey> verifying(Ring ring, String kid) {
      assertThat(ring).isEqualTo(Ring.httpSignature("partners"));
      asked++;
      return answer.get();
    }
  }

  /** A key whose MAC is a constant; its secret cannot be read where it has a problem. */
  private record Constant(String kid, Optional<RuntimeException> problem) implements MacKey {

    @Override
    public int length() {
      problem.ifPresent(
          e -> {
            throw e;
          });
      return 32;
    }

    @Override
    public byte[] mac(byte[] message) {
      throw new UnsupportedOperationException("verifying is for matches to do");
    }

    @Override
    public boolean matches(byte[] message, byte[] mac) {
      return Arrays.equals(mac, new byte[] {1});
    }

    @Override
    public String toString() {
      return "the secret itself";
    }
  }

  private static Optional<MacKey> key() {
    return Optional.of(new Constant("ed", Optional.empty()));
  }

  private static RingKeys ring(MacKeys macs) {
    return new RingKeys(macs, Ring.httpSignature("partners"), "issuer", "owner");
  }

  private static HeldKeys others() {
    return StaticKeys.of(new String(set(ED25519), StandardCharsets.UTF_8), "other", "other");
  }

  private static Resolution resolve(String keyId, HeldKeys... publishers) {
    return new CombinedKeys(List.of(publishers)).resolve(keyId, MESSAGE);
  }

  private static Resolution failing(RuntimeException failure) {
    return resolve(
        "ed",
        ring(
            new Lender(
                () -> {
                  throw failure;
                })));
  }

  @Test
  void lentKey_verifiesByItsOwnComparison_withHmacOnly() {
    VerificationKey key = ((Found) resolve("ed", ring(new Lender(RingKeysTest::key)))).key();
    assertThat(key.issuer()).isEqualTo("issuer");
    assertThat(key.owner()).isEqualTo("owner");
    assertThat(key.keyId()).isEqualTo("ed");
    assertThat(key.algorithms()).containsExactly(SignatureAlgorithm.HMAC_SHA256);
    assertThat(verifies(key, new byte[] {1})).isTrue();
    assertThat(verifies(key, new byte[] {2})).isFalse();
  }

  @Test
  void lentKey_tellsNothingOfItsSecret() {
    VerificationKey key = ((Found) resolve("ed", ring(new Lender(RingKeysTest::key)))).key();
    assertThat(key.toString() + key.key()).doesNotContain("secret itself");
    assertThat(key.key().getEncoded()).isNull();
  }

  @Test
  void unknownKid_isUnknown_andAskedForOnce() {
    Lender lender = new Lender(Optional::empty);
    assertThat(resolve("x", ring(lender), others())).isInstanceOf(Unknown.class);
    assertThat(lender.asked).isEqualTo(1);
  }

  @Test
  void ringThatIsUnseededOrForSomethingElse_hasNoSuchKey() {
    assertThat(failing(new IllegalStateException("seed it"))).isInstanceOf(Unknown.class);
    assertThat(failing(new IllegalArgumentException("made for TOKEN"))).isInstanceOf(Unknown.class);
  }

  @Test
  void ringThatCannotBeRead_isUnavailable() {
    assertThat(failing(new UnavailableException("no answer", null)))
        .isInstanceOf(Unavailable.class);
    assertThat(failing(new UnsupportedOperationException())).isInstanceOf(Unavailable.class);
  }

  @Test
  void secretThatCannotBeDecrypted_isUnavailable() {
    RuntimeException problem = new SuretyException("under another key-encryption key");
    RingKeys ring = ring(new Lender(() -> Optional.of(new Constant("ed", Optional.of(problem)))));
    assertThat(resolve("ed", ring)).isInstanceOf(Unavailable.class);
  }

  @Test
  void ringThatCannotBeRead_leavesOtherPublishersTheirKeys() {
    Lender lender =
        new Lender(
            () -> {
              throw new UnavailableException("no answer", null);
            });
    assertThat(issuer(resolve("ed", ring(lender), others()))).isEqualTo("other");
    assertThat(resolve("x", others(), ring(lender))).isInstanceOf(Unavailable.class);
    assertThat(lender.asked).isEqualTo(2);
  }

  @Test
  void idOfARingAndAJwkSet_isTheFirstOnes() {
    Lender lender = new Lender(RingKeysTest::key);
    assertThat(issuer(resolve("ed", ring(lender), others()))).isEqualTo("issuer");
    assertThat(lender.asked).isEqualTo(1);
    assertThat(issuer(resolve("ed", others(), ring(lender)))).isEqualTo("other");
    assertThat(lender.asked).as("nobody waits for a ring in vain").isEqualTo(1);
  }

  private static boolean verifies(VerificationKey key, byte[] signature) {
    return SignatureAlgorithm.HMAC_SHA256.verify(key.key(), new byte[0], signature);
  }

  private static String issuer(Resolution resolution) {
    return ((Found) resolution).key().issuer();
  }
}

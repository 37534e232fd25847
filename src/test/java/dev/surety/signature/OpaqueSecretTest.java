package dev.surety.signature;

import static dev.surety.signature.AlgorithmKeys.BASE;
import static dev.surety.signature.SignatureAlgorithm.HMAC_SHA256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.UnavailableException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A secret that computes where it is. */
class OpaqueSecretTest {

  /** Computes with a secret that only it has, as a KMS does. */
  @SuppressWarnings("serial")
  private static final class Elsewhere implements OpaqueSecret {

    private int comparisons;

    @Override
    public byte[] mac(byte[] message) {
      return HMAC_SHA256.sign(AlgorithmKeys.SECRET, message);
    }

    @Override
    public boolean matches(byte[] message, byte[] mac) {
      comparisons++;
      return Arrays.equals(mac(message), mac);
    }
  }

  private final Elsewhere secret = new Elsewhere();

  @Test
  void secretElsewhere_signsAndVerifiesAsAnyOther() {
    byte[] signature = HMAC_SHA256.sign(secret, BASE);
    assertThat(signature).isEqualTo(AlgorithmKeys.signature(HMAC_SHA256));
    assertThat(HMAC_SHA256.verify(secret, BASE, signature)).isTrue();
    assertThat(HMAC_SHA256.verify(secret, BASE, new byte[32])).isFalse();
    assertThat(SigningKey.of("k", HMAC_SHA256, secret).sign(BASE)).isEqualTo(signature);
  }

  @Test
  void verification_isTheSecretsOwnComparison() {
    boolean unused = HMAC_SHA256.verify(secret, BASE, new byte[32]);
    assertThat(secret.comparisons).isEqualTo(1);
  }

  @Test
  @SuppressWarnings("serial")
  void secretThatCannotBeAsked_isNoVerdict() {
    OpaqueSecret away =
        new OpaqueSecret() {
          @Override
          public byte[] mac(byte[] message) {
            throw new IllegalStateException("away");
          }

          @Override
          public boolean matches(byte[] message, byte[] mac) {
            throw new IllegalStateException("away");
          }
        };
    assertThatThrownBy(() -> HMAC_SHA256.verify(away, BASE, new byte[32]))
        .isInstanceOf(UnavailableException.class)
        .hasStackTraceContaining("away");
  }

  @Test
  void secretElsewhere_hasNoBytesToShow() {
    assertThat(secret.getAlgorithm()).isEqualTo("HmacSHA256");
    assertThat(secret.getFormat()).isNull();
    assertThat(secret.getEncoded()).isNull();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "HMAC_SHA256")
  void secretElsewhere_isNoKeyOfAnotherAlgorithm(SignatureAlgorithm algorithm) {
    assertThat(algorithm.canVerify(secret)).isFalse();
    assertThat(algorithm.canSign(secret)).isFalse();
  }
}

package dev.surety.signature;

import static dev.surety.signature.SignatureAlgorithm.ED25519;
import static dev.surety.signature.SignatureAlgorithm.HMAC_SHA256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

  private static final byte[] BASE = "base".getBytes(StandardCharsets.US_ASCII);
  private static final Key SECRET = new SecretKeySpec(new byte[32], "HmacSHA256");

  @Test
  void localKey_signsAndTellsNoMaterial() {
    SigningKey key = SigningKey.of("key-1", HMAC_SHA256, SECRET);
    assertThat(HMAC_SHA256.verify(SECRET, BASE, key.sign(BASE))).isTrue();
    assertThat(key.keyId()).isEqualTo("key-1");
    assertThat(key.algorithm()).isEqualTo(HMAC_SHA256);
    assertThat(key).hasToString("SigningKey[HMAC_SHA256]");
  }

  @Test
  void keyThatCannotSign_isRefusedAtOnce() throws GeneralSecurityException {
    Key publicKey = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    assertThatThrownBy(() -> SigningKey.of("k", ED25519, publicKey))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ed25519");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u00fc", "a\nb"})
  void keyIdThatNoStringCanHold_isRefused(String keyId) {
    assertThatThrownBy(() -> SigningKey.of(keyId, HMAC_SHA256, SECRET))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keyIdOf256Characters_isTheLongest() {
    assertThat(SigningKey.of("k".repeat(256), HMAC_SHA256, SECRET).keyId()).hasSize(256);
    assertThatThrownBy(() -> SigningKey.of("k".repeat(257), HMAC_SHA256, SECRET))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

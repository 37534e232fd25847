package dev.surety.webhook.internal.send;

import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * An Ed25519 private key as Standard Webhooks 1.0 writes it: {@code whsk_} and base64 of the seed,
 * perhaps followed by the public key. {@code toString} shows no key material.
 */
final class StandardKey {

  private static final String PREFIX = "whsk_";
  private static final int SEED = 32;

  private final SigningKey key;

  private StandardKey(SigningKey key) {
    this.key = key;
  }

  /**
   * @throws IllegalArgumentException if the text is none; it is not in the message
   */
  static StandardKey parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a private key starts with " + PREFIX);
    }
    byte[] bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
    if (bytes.length != SEED && bytes.length != 2 * SEED) {
      throw new IllegalArgumentException("a private key has 32 or 64 bytes");
    }
    return new StandardKey(
        SigningKey.of(
            "webhook", SignatureAlgorithm.ED25519, privateKey(Arrays.copyOf(bytes, SEED))));
  }

  private static PrivateKey privateKey(byte[] seed) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 17 platform has Ed25519", e);
    }
  }

  SigningKey key() {
    return key;
  }

  @Override
  public String toString() {
    return "StandardKey";
  }
}

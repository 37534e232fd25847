package dev.surety.signature;

import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A secret for {@code hmac-sha256} of 32 bytes or more that stays where it is and computes there,
 * in a ring of HMAC keys or in a KMS.
 *
 * <p>Verifies as the key of a {@link VerificationKey} and signs as that of a {@link SigningKey}. It
 * has no encoded form, so nobody can check its size. Thread-safe.
 */
public interface OpaqueSecret extends SecretKey {

  /** HMAC-SHA256 over the message, 32 bytes. */
  byte[] mac(byte[] message);

  /**
   * Whether this is the message's MAC, compared in constant time. Whatever it throws means that
   * nobody knows now: the message is refused, to be sent again.
   */
  boolean matches(byte[] message, byte[] mac);

  @Override
  default String getAlgorithm() {
    return "HmacSHA256";
  }

  @Override
  default @Nullable String getFormat() {
    return null;
  }

  @Override
  default byte @Nullable [] getEncoded() {
    return null;
  }
}

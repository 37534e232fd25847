package dev.surety.signature;

import java.security.Key;

/**
 * A key to sign with, which need not be in this process: a KMS can stand behind it.
 *
 * <p>A CDI bean of this type signs for the default signer, one with {@link NamedSigner} for that
 * one, where no key is configured.
 *
 * <p>Thread-safe.
 */
public interface SigningKey {

  /** The id under which verifiers find the key. */
  String keyId();

  SignatureAlgorithm algorithm();

  /**
   * @param signatureBase the bytes to sign (RFC 9421 §2.5)
   * @return the signature in the algorithm's form, for ECDSA r‖s
   * @throws dev.surety.SuretyException if there can be no signature
   */
  byte[] sign(byte[] signatureBase);

  /**
   * A key in this process.
   *
   * @param keyId 1 to 256 printable ASCII characters
   * @param key a private key, or for HMAC a secret of 32 to 512 bytes or an {@link OpaqueSecret}
   * @throws IllegalArgumentException if kind, curve or size is not the algorithm's
   */
  static SigningKey of(String keyId, SignatureAlgorithm algorithm, Key key) {
    return new LocalSigningKey(keyId, algorithm, key);
  }
}

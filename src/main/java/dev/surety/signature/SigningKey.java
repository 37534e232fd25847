package dev.surety.signature;

/**
 * A key to sign with, which need not be in this process: a KMS can stand behind it.
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
}

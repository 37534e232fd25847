package dev.surety.signature;

import java.security.GeneralSecurityException;
import java.security.Key;

/**
 * How one algorithm signs and verifies with the JDK's cryptography.
 *
 * <p>Stateless. Keys that do not belong to the algorithm are refused here, so that no key can be
 * used in another's place (RFC 9421 §7.3.6).
 */
sealed interface SignatureScheme permits AsymmetricScheme, HmacScheme {

  boolean canVerify(Key key);

  boolean canSign(Key key);

  /**
   * @param key one that {@link #canVerify}
   */
  boolean verify(Key key, byte[] base, byte[] signature) throws GeneralSecurityException;

  /**
   * @param key one that {@link #canSign}
   */
  byte[] sign(Key key, byte[] base) throws GeneralSecurityException;

  static SignatureScheme of(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> Ed25519Scheme.ED25519;
      case ECDSA_P256_SHA256 -> EcdsaScheme.P256;
      case ECDSA_P384_SHA384 -> EcdsaScheme.P384;
      case RSA_PSS_SHA512 -> RsaScheme.PSS;
      case RSA_V1_5_SHA256 -> RsaScheme.V1_5;
      case HMAC_SHA256 -> HmacScheme.HMAC;
    };
  }
}

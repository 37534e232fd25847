package dev.surety.signature;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Optional;

/** The signature algorithms of RFC 9421 §3.3. */
public enum SignatureAlgorithm {
  ED25519("ed25519"),
  /** P-256 with SHA-256; the signature is r‖s, 64 bytes. */
  ECDSA_P256_SHA256("ecdsa-p256-sha256"),
  /** P-384 with SHA-384; the signature is r‖s, 96 bytes. */
  ECDSA_P384_SHA384("ecdsa-p384-sha384"),
  RSA_PSS_SHA512("rsa-pss-sha512"),
  RSA_V1_5_SHA256("rsa-v1_5-sha256"),
  HMAC_SHA256("hmac-sha256");

  private final String label;

  SignatureAlgorithm(String label) {
    this.label = label;
  }

  /** The name in the HTTP Signature Algorithms registry, as the {@code alg} parameter spells it. */
  public String label() {
    return label;
  }

  /** The algorithm of that name; case matters. */
  public static Optional<SignatureAlgorithm> of(String label) {
    return Arrays.stream(values()).filter(a -> a.label.equals(label)).findFirst();
  }

  /**
   * Whether the key is a public key, or a secret for HMAC, of this algorithm's kind and size; that
   * of an {@link OpaqueSecret} is not known.
   */
  public boolean canVerify(Key key) {
    try {
      return SignatureScheme.of(this).canVerify(key);
    } catch (RuntimeException e) {
      // a provider's key that cannot say what it is, such as a destroyed one
      return false;
    }
  }

  /**
   * Whether the key is a private key, or a secret for HMAC, of this algorithm's kind and size; that
   * of an {@link OpaqueSecret} is not known.
   */
  public boolean canSign(Key key) {
    try {
      return SignatureScheme.of(this).canSign(key);
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * Whether the signature is the key's over these bytes; a key of another kind, curve or size
   * verifies nothing.
   *
   * @param signatureBase what was signed (RFC 9421 §2.5)
   * @param signature in the algorithm's form, for ECDSA r‖s
   * @throws UnavailableException if an {@link OpaqueSecret} failed: nobody knows
   */
  public boolean verify(Key key, byte[] signatureBase, byte[] signature) {
    try {
      return canVerify(key) && SignatureScheme.of(this).verify(key, signatureBase, signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      if (key instanceof OpaqueSecret) {
        throw new UnavailableException("the secret's keeper does not answer; try again", e);
      }
      // a stranger's key or signature that a provider chokes on is not valid, whatever it throws
      return false;
    }
  }

  /**
   * @param signatureBase the bytes to sign (RFC 9421 §2.5)
   * @throws SuretyException if the key cannot sign with this algorithm
   */
  public byte[] sign(Key key, byte[] signatureBase) {
    try {
      if (canSign(key)) {
        return SignatureScheme.of(this).sign(key, signatureBase);
      }
    } catch (GeneralSecurityException | ProviderException e) {
      throw new SuretyException("The key failed to sign with " + label + ".", e);
    }
    throw new SuretyException("The key is none to sign with " + label + "; check its kind.");
  }
}

package dev.surety.signature;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * HMAC with SHA-256 (RFC 9421 §3.3.3).
 *
 * <p>Signatures are compared in constant time. Only a {@link SecretKey} is taken: a public key's
 * bytes are no secret. An {@link OpaqueSecret} computes itself.
 */
final class HmacScheme implements SignatureScheme {

  static final HmacScheme HMAC = new HmacScheme();

  private HmacScheme() {}

  @Override
  public boolean canVerify(Key key) {
    return canSign(key);
  }

  @Override
  public boolean canSign(Key key) {
    return key instanceof OpaqueSecret || KeyLimits.isSecret(key);
  }

  @Override
  public boolean verify(Key key, byte[] base, byte[] signature) throws GeneralSecurityException {
    return key instanceof OpaqueSecret opaque
        ? opaque.matches(base, signature)
        : MessageDigest.isEqual(sign(key, base), signature);
  }

  @Override
  public byte[] sign(Key key, byte[] base) throws GeneralSecurityException {
    if (key instanceof OpaqueSecret opaque) {
      return opaque.mac(base);
    }
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(key);
    return mac.doFinal(base);
  }
}

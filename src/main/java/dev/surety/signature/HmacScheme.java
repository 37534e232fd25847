package dev.surety.signature;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * HMAC with SHA-256 (RFC 9421 §3.3.3) and a secret of at least 16 bytes.
 *
 * <p>Signatures are compared in constant time. Only a {@link SecretKey} is taken: a public key's
 * bytes are no secret.
 */
final class HmacScheme implements SignatureScheme {

  static final HmacScheme HMAC = new HmacScheme();

  private static final int MIN_BYTES = 16;

  private HmacScheme() {}

  @Override
  public boolean canVerify(Key key) {
    return canSign(key);
  }

  @Override
  public boolean canSign(Key key) {
    byte[] secret = key instanceof SecretKey ? key.getEncoded() : null;
    if (secret == null) {
      return false;
    }
    Arrays.fill(secret, (byte) 0);
    return secret.length >= MIN_BYTES;
  }

  @Override
  public boolean verify(Key key, byte[] base, byte[] signature) throws GeneralSecurityException {
    return MessageDigest.isEqual(sign(key, base), signature);
  }

  @Override
  public byte[] sign(Key key, byte[] base) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(key);
    return mac.doFinal(base);
  }
}

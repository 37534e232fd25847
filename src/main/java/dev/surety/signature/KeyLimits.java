package dev.surety.signature;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * What keys and their ids must be, wherever they come from: a JWK, a PEM file, a setting or a bean.
 *
 * <p>Kind and curve are told by {@link SignatureAlgorithm#canVerify} and {@link
 * SignatureAlgorithm#canSign}, which ask here for the size of all but an {@link OpaqueSecret}.
 */
public final class KeyLimits {

  private static final int LONGEST_ID = 256;

  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;

  /** 2^16 as FIPS 186-5 has it; more than 64 bits make each verification a burden. */
  private static final int LEAST_EXPONENT_BITS = 17;

  private static final int MOST_EXPONENT_BITS = 64;

  /** RFC 7518 §3.2: as long as the hash. */
  private static final int LEAST_SECRET_BYTES = 32;

  private static final int MOST_SECRET_BYTES = 512;

  private KeyLimits() {}

  /** Whether a published key may have this id: 1 to 256 bytes of UTF-8 without NUL. */
  public static boolean isId(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return length >= 1
        && length <= LONGEST_ID
        && text.indexOf('\0') < 0
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Whether signatures can name this id: 1 to 256 printable ASCII characters (RFC 8941 §3.3.3). */
  public static boolean isSignableId(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_ID
        && text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** Whether an RSA key has 2048 to 8192 bits, and a public one an exponent that is safe. */
  static boolean fits(RSAKey key) {
    BigInteger modulus = key.getModulus();
    return modulus.bitLength() >= LEAST_RSA_BITS
        && modulus.bitLength() <= MOST_RSA_BITS
        && modulus.testBit(0)
        && (!(key instanceof RSAPublicKey open) || isExponent(open.getPublicExponent()));
  }

  private static boolean isExponent(BigInteger exponent) {
    return exponent.testBit(0)
        && exponent.bitLength() >= LEAST_EXPONENT_BITS
        && exponent.bitLength() <= MOST_EXPONENT_BITS;
  }

  /** Whether it is a secret of 32 to 512 bytes. */
  static boolean isSecret(Key key) {
    byte[] secret = key instanceof SecretKey ? key.getEncoded() : null;
    if (secret == null) {
      return false;
    }
    Arrays.fill(secret, (byte) 0);
    return secret.length >= LEAST_SECRET_BYTES && secret.length <= MOST_SECRET_BYTES;
  }
}

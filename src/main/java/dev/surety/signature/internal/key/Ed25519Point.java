package dev.surety.signature.internal.key;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Ed25519 public keys as the 32 bytes of RFC 8032 §5.1.2, which JWKs carry (RFC 8037 §2). */
final class Ed25519Point {

  private static final int SIZE = 32;

  /** What stands before the point in a SubjectPublicKeyInfo (RFC 8410 §4). */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /** Points of small order without their sign bit: with them a signature fits many messages. */
  private static final Set<String> SMALL_ORDER =
      Set.of(
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

  private Ed25519Point() {}

  /** The key, if the bytes are a point of the curve that may be trusted. */
  static Optional<PublicKey> decode(byte[] point) {
    if (point.length != SIZE || isSmall(point)) {
      return Optional.empty();
    }
    byte[] encoded = new byte[PREFIX.length + SIZE];
    System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
    System.arraycopy(point, 0, encoded, PREFIX.length, SIZE);
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
      return isOnCurve(key) ? Optional.of(key) : Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  static byte[] encode(PublicKey key) {
    byte[] encoded = key.getEncoded();
    byte[] point = new byte[SIZE];
    System.arraycopy(encoded, encoded.length - SIZE, point, 0, SIZE);
    return point;
  }

  private static boolean isSmall(byte[] point) {
    byte[] unsigned = point.clone();
    unsigned[SIZE - 1] &= 0x7f;
    return SMALL_ORDER.contains(HexFormat.of().formatHex(unsigned));
  }

  // the key factory takes any bytes; the verifier decompresses the point
  private static boolean isOnCurve(PublicKey key) throws GeneralSecurityException {
    try {
      Signature.getInstance("Ed25519").initVerify(key);
      return true;
    } catch (InvalidKeyException e) {
      return false;
    }
  }
}

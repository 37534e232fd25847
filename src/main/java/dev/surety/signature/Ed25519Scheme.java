package dev.surety.signature;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;

/**
 * Ed25519 (RFC 9421 §3.3.6): 64 bytes, R then S.
 *
 * <p>S not below the group's order is refused (RFC 8032 §5.1.7), or a third party could turn one
 * valid signature into another; points are judged as the JDK does.
 */
final class Ed25519Scheme extends AsymmetricScheme {

  static final Ed25519Scheme ED25519 = new Ed25519Scheme();

  private static final int LENGTH = 64;

  /** The order L, most significant byte first. */
  private static final byte[] ORDER =
      HexFormat.of().parseHex("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed");

  private Ed25519Scheme() {}

  @Override
  public boolean canVerify(Key key) {
    return key instanceof EdECPublicKey edKey && isEd25519(edKey);
  }

  @Override
  public boolean canSign(Key key) {
    return key instanceof PrivateKey && key instanceof EdECKey edKey && isEd25519(edKey);
  }

  @Override
  Signature engine() throws GeneralSecurityException {
    return Signature.getInstance("Ed25519");
  }

  @Override
  boolean isWellFormed(byte[] signature, PublicKey key) {
    return signature.length == LENGTH && isBelowOrder(signature);
  }

  private static boolean isBelowOrder(byte[] signature) {
    for (int i = 0; i < ORDER.length; i++) {
      int difference = (signature[LENGTH - 1 - i] & 0xff) - (ORDER[i] & 0xff);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  private static boolean isEd25519(EdECKey key) {
    return NamedParameterSpec.ED25519.getName().equals(key.getParams().getName());
  }
}

package dev.surety.webhook.internal.receive;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** An Ed25519 public key as Standard Webhooks 1.0 writes it: {@code whpk_} and base64. */
final class StandardPublicKey {

  private static final String PREFIX = "whpk_";
  private static final int BYTES = 32;

  /** What stands before the key's bytes in DER (RFC 8410 §4). */
  private static final byte[] DER_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private StandardPublicKey() {}

  /**
   * @throws IllegalArgumentException if the text is none
   */
  static PublicKey parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a public key starts with " + PREFIX);
    }
    byte[] bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a public key has 32 bytes");
    }
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(Bytes.joined(DER_HEAD, bytes)));
      // Whether it is a point of the curve is looked at only now.
      Signature.getInstance("Ed25519").initVerify(key);
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key is no point of the curve", e);
    }
  }
}

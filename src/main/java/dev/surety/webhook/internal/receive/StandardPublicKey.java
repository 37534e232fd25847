package dev.surety.webhook.internal.receive;

import dev.surety.signature.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
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
   * @throws IllegalArgumentException if the text is none, or the key one that anybody can sign for
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
      if (!SignatureAlgorithm.ED25519.canVerify(key)) {
        throw new IllegalArgumentException("the key is none to verify with");
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key is no point of the curve", e);
    }
  }
}

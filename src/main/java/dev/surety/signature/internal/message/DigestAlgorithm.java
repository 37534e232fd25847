package dev.surety.signature.internal.message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The digest algorithms that RFC 9530 §5 leaves active; others protect nothing. */
public enum DigestAlgorithm {
  SHA_256("sha-256", "SHA-256"),
  SHA_512("sha-512", "SHA-512");

  private final String key;
  private final String jdkName;

  DigestAlgorithm(String key, String jdkName) {
    this.key = key;
    this.jdkName = jdkName;
  }

  /** The key in {@code Content-Digest}. */
  public String key() {
    return key;
  }

  static @Nullable DigestAlgorithm of(String key) {
    return switch (key) {
      case "sha-256" -> SHA_256;
      case "sha-512" -> SHA_512;
      default -> null;
    };
  }

  public byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance(jdkName).digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no " + jdkName, e);
    }
  }
}

package dev.surety.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The first 16 bytes of a SHA-256, as columns of type uuid hold them.
 *
 * <p>They are stored: what is hashed, and how, never changes.
 */
public final class ShortHash {

  private ShortHash() {}

  /** Of bytes as they are. */
  public static UUID of(byte[] bytes) {
    return half(sha256().digest(bytes));
  }

  /** Of texts in UTF-8, each behind its length, so that no two tuples can meet. */
  public static UUID of(String first, String... others) {
    MessageDigest digest = sha256();
    update(digest, first);
    for (String other : others) {
      update(digest, other);
    }
    return half(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static UUID half(byte[] hash) {
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

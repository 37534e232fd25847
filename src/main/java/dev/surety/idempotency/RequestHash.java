package dev.surety.idempotency;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of what makes two requests the same; the same key with another hash is a conflict.
 *
 * <p>Immutable. {@code toString} tells nothing of the value.
 */
public final class RequestHash {

  private static final int BYTES = 32;

  private final byte[] bytes;

  private RequestHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Hashes the parts as a length-prefixed tuple: {@code ("ab", "c")} differs from {@code ("a",
   * "bc")}.
   */
  public static RequestHash of(byte[]... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        int n = part.length;
        sha256.update((byte) (n >>> 24));
        sha256.update((byte) (n >>> 16));
        sha256.update((byte) (n >>> 8));
        sha256.update((byte) n);
        sha256.update(part);
      }
      return new RequestHash(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Takes over a hash made elsewhere.
   *
   * @throws IllegalArgumentException unless it has 32 bytes
   */
  public static RequestHash ofSha256(byte[] sha256) {
    if (sha256.length != BYTES) {
      throw new IllegalArgumentException(
          "a request hash has 32 bytes (SHA-256), not " + sha256.length);
    }
    return new RequestHash(sha256.clone());
  }

  /** The 32 bytes as 64 lower-case hex digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RequestHash that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
  }

  @Override
  public String toString() {
    return "RequestHash";
  }
}

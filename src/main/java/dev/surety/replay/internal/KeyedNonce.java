package dev.surety.replay.internal;

import dev.surety.replay.KeyId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A key id's nonce, as hashes: all that is ever stored of them.
 *
 * <p>Hashed are length-prefixed tuples, so no character in one part can make two tuples equal.
 *
 * @param keyId whose it is, for what is counted in memory
 * @param keyHash names the counter, 32 hex digits
 * @param nonceHash names the row
 */
record KeyedNonce(KeyId keyId, String keyHash, long nonceHash) {

  private static final int MOST_BYTES = 256;
  private static final int STORED_BYTES = 16;

  /** Tuples that never meet. */
  private enum Kind {
    APPLICATION,
    KEY,
    NONCE
  }

  /**
   * @param salt the database's own: nobody else can look for two nonces whose hashes meet
   * @throws IllegalArgumentException unless the nonce has 1 to 256 bytes of text
   */
  static KeyedNonce of(String application, String salt, KeyId keyId, String nonce) {
    check(nonce);
    return new KeyedNonce(
        keyId,
        keyHash(application, keyId),
        ByteBuffer.wrap(digest(Kind.NONCE, salt, application, keyId.issuer(), keyId.kid(), nonce))
            .getLong());
  }

  static String keyHash(String application, KeyId keyId) {
    return hash(Kind.KEY, application, keyId.issuer(), keyId.kid());
  }

  /** Names the counter of all the application's nonces. */
  static String totalHash(String application) {
    return hash(Kind.APPLICATION, application);
  }

  private static void check(String nonce) {
    int length = nonce.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a nonce has 1 to " + MOST_BYTES + " bytes, not " + length);
    }
    if (nonce.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(nonce)) {
      throw new IllegalArgumentException("the nonce has a NUL or a lone surrogate; send text");
    }
  }

  private static String hash(Kind kind, String... parts) {
    return HexFormat.of().formatHex(digest(kind, parts), 0, STORED_BYTES);
  }

  private static byte[] digest(Kind kind, String... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      add(kind.name(), sha256);
      for (String part : parts) {
        add(part, sha256);
      }
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void add(String part, MessageDigest sha256) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    sha256.update((byte) (bytes.length >>> 8));
    sha256.update((byte) bytes.length);
    sha256.update(bytes);
  }
}

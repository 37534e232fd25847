package dev.surety.replay;

import java.nio.charset.StandardCharsets;

/**
 * Whose nonce it is: a key id, qualified by who issued it.
 *
 * <p>Two issuers' {@code key-1} are two keys. Case matters.
 *
 * @param issuer who vouches for the key, 0 to 256 bytes of UTF-8; empty where there is one issuer
 * @param kid the key's id at its issuer, 1 to 256 bytes of UTF-8
 */
public record KeyId(String issuer, String kid) {

  private static final int MOST_BYTES = 256;

  /**
   * @throws IllegalArgumentException if a part has the wrong length, a NUL or a lone surrogate
   */
  public KeyId {
    check("issuer", issuer, 0);
    check("kid", kid, 1);
  }

  /** A key id where there is one issuer only. */
  public static KeyId of(String kid) {
    return new KeyId("", kid);
  }

  private static void check(String part, String value, int least) {
    int length = value.getBytes(StandardCharsets.UTF_8).length;
    if (length < least || length > MOST_BYTES) {
      throw new IllegalArgumentException(
          part + " has " + length + " bytes; it must have " + least + " to " + MOST_BYTES);
    }
    if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(part + " has a NUL or a lone surrogate; send text");
    }
  }
}

package dev.surety.keys;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What a token of the second form is bound to beside its message.
 *
 * @param purpose what it is for, such as {@code password-reset}; 1 to 256 bytes of text
 * @param audience whom it is for; 0 to 256 bytes of text
 * @param expiresAt from when on it is refused; whole seconds count, rounded down
 */
public record TokenClaims(String purpose, String audience, Instant expiresAt) {

  private static final int MOST_BYTES = 256;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * @throws IllegalArgumentException if a text has the wrong length, a NUL or a lone surrogate, or
   *     the expiry is not between 1970 and 9999
   */
  public TokenClaims {
    check("purpose", purpose, 1);
    check("audience", audience, 0);
    if (expiresAt.isBefore(Instant.EPOCH) || expiresAt.isAfter(LAST)) {
      throw new IllegalArgumentException("expiresAt is not between 1970 and 9999");
    }
  }

  /** Whether a text can be a purpose or an audience: of at most 256 bytes, without NUL. */
  static void check(String name, String value, int least) {
    int length = value.getBytes(StandardCharsets.UTF_8).length;
    if (length < least || length > MOST_BYTES) {
      throw new IllegalArgumentException(
          name + " has " + length + " bytes; it must have " + least + " to " + MOST_BYTES);
    }
    if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(name + " has a NUL or a lone surrogate; send text");
    }
  }
}

package dev.surety.keys;

/**
 * Signs and verifies tokens with the keys of a {@link KeyUse#TOKEN} ring.
 *
 * <p>Keys come from a cache in memory; a call reads the database only when that is older than
 * {@code surety.keys.cache}, or the token names a key that is not in it, and then on a thread and
 * in a transaction of Surety's. Thread-safe. Time is the database's.
 *
 * <p>Every method throws {@link IllegalStateException} for a ring without keys, {@link
 * IllegalArgumentException} for a ring of another use, and {@link dev.surety.UnavailableException}
 * if the database cannot answer in time, which must refuse the token. No token or message makes
 * {@code verify} or {@code check} throw.
 */
public interface Tokens {

  /**
   * Signs with the active key.
   *
   * @return {@code kid:hex(HMAC-SHA256(secret, kid ‖ ":" ‖ message))}
   */
  String sign(Ring ring, byte[] message);

  /**
   * Signs the UTF-8 bytes of a text.
   *
   * @throws IllegalArgumentException if it has a lone surrogate
   */
  String sign(Ring ring, String message);

  /** Verifies a token of {@link #sign}; hex digits may be of either case. */
  TokenVerification verify(Ring ring, byte[] message, String token);

  /** Verifies the UTF-8 bytes of a text; one with a lone surrogate was never signed. */
  TokenVerification verify(Ring ring, String message, String token);

  /** Verifies a token that only the pinned key may have signed. */
  TokenVerification verify(Ring ring, byte[] message, String token, String pinnedKid);

  /** The same for the UTF-8 bytes of a text. */
  TokenVerification verify(Ring ring, String message, String token, String pinnedKid);

  /**
   * Signs with the active key what the token is for, too.
   *
   * @return {@code kid:expiry:hex(HMAC-SHA256(secret, input))}, the expiry in seconds since 1970;
   *     {@code docs/keys.md} has the input. Purpose and audience are not in the token: who checks
   *     it knows them
   */
  String issue(Ring ring, TokenClaims claims, byte[] message);

  /**
   * Verifies a token of {@link #issue}.
   *
   * @throws IllegalArgumentException if {@link TokenClaims} would not take purpose or audience
   */
  TokenVerification check(Ring ring, String purpose, String audience, byte[] message, String token);
}

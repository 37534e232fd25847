package dev.surety.replay;

import java.time.Duration;
import java.time.Instant;

/**
 * Remembers the nonces of signed requests, across all instances of the application.
 *
 * <p>Every method works outside the caller's transaction, and none runs on the caller's thread.
 * Thread-safe. Time is the database's. Each throws {@link dev.surety.UnavailableException} if the
 * database cannot answer in time, which must refuse the request, and {@link
 * IllegalArgumentException} for a nonce that is not 1 to 256 bytes of UTF-8 without NUL.
 *
 * <p>The store injected without a qualifier is the default one; {@link NamedStore} names others.
 */
public interface ReplayStore {

  /**
   * Which expiries a store takes, seen from the database's time; others are {@link
   * Acceptance#EXPIRED}.
   *
   * @param skew how long ago one may lie
   * @param longestSpan how far ahead
   */
  record Expiries(Duration skew, Duration longestSpan) {}

  /** So that who verifies signatures can see to it that theirs are taken. */
  Expiries expiries();

  /**
   * Accepts a nonce once: of all callers with one key id and nonce, on whatever instance and with
   * whatever expiry, one gets {@link Acceptance#FRESH}. A replay goes before capacity.
   *
   * @param expiresAt the expiry that was signed; the nonce is remembered until it has passed, with
   *     the allowed skew and a minute to spare
   */
  Acceptance accept(KeyId keyId, String nonce, Instant expiresAt);

  /**
   * Whether the key, or the whole store, has as many live nonces as it may; costs the same however
   * many those are, and asks nobody while this instance has permits left.
   */
  boolean atCapacity(KeyId keyId);

  /**
   * Whether the nonce is remembered.
   *
   * <p>Not a check before {@link #remember}: between the two calls another caller can pass. {@link
   * #accept} decides both at once.
   */
  boolean seen(KeyId keyId, String nonce);

  /**
   * Remembers a nonce whatever the capacity; a shorter expiry never shortens what is remembered.
   *
   * @return whether it was not remembered before; {@code false} as well for an expired one
   */
  boolean remember(KeyId keyId, String nonce, Instant expiresAt);

  /**
   * How many live nonces the key has. Of other instances' last second some may be missing; where an
   * instance holds permits of the key, one counts once more each time {@link #remember} puts its
   * expiry off, until the earlier one has passed; ends are rounded up where a key has many.
   */
  long liveCount(KeyId keyId);

  /**
   * Removes what has expired; runs by itself as well.
   *
   * @return how many nonces were removed
   */
  long sweep();
}

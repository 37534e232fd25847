package dev.surety.keys.internal;

import dev.surety.SuretyException;
import java.time.Duration;

/**
 * Which graces there may be: zero, or from twice the cache time to ten years. No I/O.
 *
 * <p>Other instances sign with the previous key for the cache time, and a token of theirs should
 * outlive the way to whoever verifies it.
 *
 * @param usual that of a rotation which names none
 * @param least the shortest one that is not zero, unless it is forced
 */
record Graces(Duration usual, Duration least) {

  static final Duration LONGEST = Duration.ofDays(3650);

  /**
   * @param cache for how long an instance does not read a ring again
   * @throws SuretyException if every rotation which names no grace would be refused
   */
  static Graces of(Duration usual, Duration cache) {
    Graces graces = new Graces(usual, cache.multipliedBy(2));
    if (graces.isTooShort(usual)) {
      throw new SuretyException(
          "setting "
              + KeySettings.GRACE.key()
              + " = '"
              + usual
              + "' is not allowed; it expects PT0S, or at least "
              + graces.least()
              + ", twice "
              + KeySettings.CACHE.key());
    }
    return graces;
  }

  /**
   * @throws IllegalArgumentException if no rotation may have this grace
   */
  void check(Duration grace, boolean force) {
    if (grace.isNegative() || grace.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a grace lasts " + Duration.ZERO + " to " + LONGEST);
    }
    if (!force && isTooShort(grace)) {
      throw new IllegalArgumentException(
          "a grace is zero or at least "
              + least
              + ", twice "
              + KeySettings.CACHE.key()
              + ", unless it is forced: other instances sign with the previous key for that time");
    }
  }

  private boolean isTooShort(Duration grace) {
    return !grace.isZero() && grace.compareTo(least) < 0;
  }
}

package dev.surety.idempotency;

import java.time.Duration;
import java.util.Objects;

/**
 * How a key is reserved.
 *
 * @param lease how long a silent owner blocks others, from reserving or renewing
 * @param ttl how long the answer is kept, from completion
 * @param recovery what happens once a lease ran out
 */
public record ReserveOptions(Duration lease, Duration ttl, Recovery recovery) {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(3660);

  /**
   * @throws IllegalArgumentException unless both are a millisecond to ten years long
   */
  public ReserveOptions {
    checkLength("lease", lease);
    checkLength("ttl", ttl);
    Objects.requireNonNull(recovery, "recovery");
  }

  /**
   * Checks a time that the database is to add to its clock.
   *
   * @throws IllegalArgumentException unless it is a millisecond to ten years long
   */
  public static void checkLength(String name, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " " + value + " is out of range; give it " + SHORTEST + " to " + LONGEST);
    }
  }
}

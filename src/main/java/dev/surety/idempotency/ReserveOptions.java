package dev.surety.idempotency;

import java.time.Duration;

/**
 * How a key is reserved.
 *
 * @param lease how long a silent owner blocks others, from reserving or renewing
 * @param ttl how long the answer is kept, from completion
 * @param recovery what happens once a lease ran out
 */
public record ReserveOptions(Duration lease, Duration ttl, Recovery recovery) {

  public ReserveOptions {
    positive("lease", lease);
    positive("ttl", ttl);
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " " + value + ": must be longer than zero");
    }
  }
}

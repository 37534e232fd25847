package dev.surety.webhook.internal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes ids that ascend with the database's time (RFC 9562, version 7), so that what is young lies
 * together in every index, and what is old can be found by its id.
 *
 * <p>Thread-safe. Unique, not secret.
 */
final class DeliveryIds {

  private static final long VERSION = 0x7000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final InstantSource clock;

  DeliveryIds(InstantSource clock) {
    this.clock = clock;
  }

  UUID next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = clock.instant().toEpochMilli() << 16 | VERSION | (random.nextLong() & 0xfff);
    return new UUID(high, VARIANT | (random.nextLong() >>> 2));
  }

  /** No id that was made at this time or later is smaller. */
  static UUID first(Instant time) {
    return new UUID(time.toEpochMilli() << 16, 0);
  }
}

package dev.surety.keys.internal;

import dev.surety.keys.KeyUse;
import dev.surety.keys.Ring;
import org.jspecify.annotations.Nullable;

/** What callers are told who use a ring in a way that it is not made for. */
final class RingMisuse {

  private RingMisuse() {}

  /**
   * @param actual the use that the ring was made for; {@code null} where there is no such ring
   */
  static void checkUse(Ring ring, @Nullable KeyUse actual) {
    if (actual != null && actual != ring.use()) {
      throw new IllegalArgumentException(
          "ring " + ring.name() + " was made for " + actual + ", not for " + ring.use());
    }
  }

  static IllegalStateException unseeded(Ring ring) {
    return new IllegalStateException(
        "ring " + ring.name() + " has no active key; seed it with KeyRings.seed");
  }
}

package dev.surety.keys.internal;

import dev.surety.keys.KeyUse;
import dev.surety.keys.Ring;

/** What callers are told who use a ring in a way that it is not made for. */
final class RingMisuse {

  private RingMisuse() {}

  static IllegalArgumentException otherUse(Ring ring, KeyUse actual) {
    return new IllegalArgumentException(
        "ring " + ring.name() + " was made for " + actual + ", not for " + ring.use());
  }

  static IllegalStateException unseeded(Ring ring) {
    return new IllegalStateException(
        "ring " + ring.name() + " has no active key; seed it with KeyRings.seed");
  }
}

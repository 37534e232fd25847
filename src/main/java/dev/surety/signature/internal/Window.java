package dev.surety.signature.internal;

import dev.surety.replay.ReplayStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a signature is valid: from its creation to its expiry, a minute more on either side. */
record Window(Instant created, Instant expires) {

  private static final Duration SKEW = Duration.ofMinutes(1);

  /**
   * The window that a signature gives; where it says one end only, the other is as far as allowed.
   *
   * @return empty if it says neither, which would be valid for ever
   */
  static Optional<Window> of(
      @Nullable Instant created, @Nullable Instant expires, Duration longest) {
    if (created == null) {
      return Optional.ofNullable(expires).map(end -> new Window(end.minus(longest), end));
    }
    return Optional.of(new Window(created, expires == null ? created.plus(longest) : expires));
  }

  /**
   * What a store of nonces must take, lest it refuse a signature that is valid.
   *
   * @param longest how long a signature may be valid
   */
  static ReplayStore.Expiries needs(Duration longest) {
    return new ReplayStore.Expiries(SKEW, longest.plus(SKEW));
  }

  /** Whether a signature that may be valid for so long is valid now. */
  boolean isOpen(Instant now, Duration longest) {
    return expires.isAfter(created)
        && !expires.isAfter(created.plus(longest))
        && !created.isAfter(now.plus(SKEW))
        && !expires.isBefore(now.minus(SKEW));
  }
}

package dev.surety.replay.internal;

import dev.surety.replay.KeyId;
import dev.surety.replay.NewKeyIds;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts each issuer's newly seen key ids per window, and tells when there are too many.
 *
 * <p>A window starts with an issuer's first new key id. Memory is bounded: beyond {@value #MOST}
 * issuers in their windows all start anew. Thread-safe.
 */
final class NewKeys {

  static final int MOST = 10_000;

  private final int most;
  private final Duration window;
  private final LongSupplier nanos;
  private final Consumer<NewKeyIds> rise;
  private final Map<String, Window> windows = new HashMap<>();

  private record Window(long start, long count) {}

  /**
   * @param rise is told, once per window, when there are more than the settings allow
   */
  NewKeys(ReplaySettings settings, LongSupplier nanos, Consumer<NewKeyIds> rise) {
    this.most = settings.newKeys();
    this.window = settings.newKeysWindow();
    this.nanos = nanos;
    this.rise = rise;
  }

  void seen(Iterable<KeyId> keyIds) {
    keyIds.forEach(keyId -> count(keyId.issuer()));
  }

  private void count(String issuer) {
    if (counted(issuer) == most + 1L) {
      rise.accept(new NewKeyIds(issuer, most + 1L, window));
    }
  }

  private synchronized long counted(String issuer) {
    long now = nanos.getAsLong();
    if (windows.size() >= MOST) {
      windows.values().removeIf(open -> isOver(open, now));
    }
    if (windows.size() >= MOST) {
      windows.clear();
    }
    return windows
        .compute(
            issuer,
            (name, open) ->
                open == null || isOver(open, now)
                    ? new Window(now, 1)
                    : new Window(open.start(), open.count() + 1))
        .count();
  }

  private boolean isOver(Window open, long now) {
    return now - open.start() >= window.toNanos();
  }
}

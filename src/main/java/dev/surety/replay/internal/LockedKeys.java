package dev.surety.replay.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Keys of which one's counter was locked a moment ago; each then has a transaction by itself. */
final class LockedKeys {

  private static final Duration MOMENT = Duration.ofMillis(250);
  private static final int MOST = 10_000;

  private final LongSupplier nanos;
  private final Map<String, Long> since = new ConcurrentHashMap<>();

  LockedKeys(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void add(Collection<String> keyHashes) {
    long now = nanos.getAsLong();
    if (since.size() > MOST) {
      // Forgetting costs a wait more, no decision.
      since.clear();
    }
    keyHashes.forEach(key -> since.put(key, now));
  }

  void remove(Collection<String> keyHashes) {
    if (!since.isEmpty()) {
      keyHashes.forEach(since::remove);
    }
  }

  boolean contains(String keyHash) {
    Long then = since.get(keyHash);
    return then != null && nanos.getAsLong() - then <= MOMENT.toNanos();
  }
}

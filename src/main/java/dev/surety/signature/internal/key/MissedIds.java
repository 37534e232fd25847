package dev.surety.signature.internal.key;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Key ids that a fresh set did not have; the oldest makes room for the newest. Thread-safe.
 *
 * <p>An id is forgotten after five minutes, because its key may have been published since.
 */
final class MissedIds {

  private static final long MEMORY = Duration.ofMinutes(5).toNanos();

  private final Map<String, Long> missedAt;

  MissedIds(int most) {
    this.missedAt =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > most;
          }
        };
  }

  synchronized void add(String keyId, long now) {
    missedAt.remove(keyId);
    missedAt.put(keyId, now);
  }

  synchronized boolean contains(String keyId, long now) {
    Long at = missedAt.get(keyId);
    return at != null && now - at < MEMORY;
  }

  synchronized int size() {
    return missedAt.size();
  }
}

package dev.surety.keys.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Key ids that a ring did not have a moment ago; the oldest makes room for the newest. Thread-safe.
 *
 * <p>Whoever misses an id first looks it up; others wait for that look, and for a second its
 * outcome holds. A failed look is forgotten at once.
 */
final class Misses {

  private static final long MEMORY = Duration.ofSeconds(1).toNanos();
  private static final int MOST = 10_000;

  private record Id(String ring, String kid) {}

  /**
   * A look for a missed id.
   *
   * @param isFirst whether the caller is to look
   */
  record Look(CompletableFuture<RingView> found, long since, boolean isFirst) {}

  private final Map<Id, Look> looks =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Id, Look> eldest) {
          return size() > MOST;
        }
      };

  synchronized Look look(String ring, String kid, long now) {
    Id id = new Id(ring, kid);
    Look known = looks.get(id);
    if (known != null && now - known.since() < MEMORY) {
      return new Look(known.found(), known.since(), false);
    }
    Look first = new Look(new CompletableFuture<>(), now, true);
    // Anew, so that it counts as the newest.
    looks.remove(id);
    looks.put(id, first);
    return first;
  }

  synchronized void forget(String ring, String kid) {
    looks.remove(new Id(ring, kid));
  }

  synchronized int size() {
    return looks.size();
  }
}

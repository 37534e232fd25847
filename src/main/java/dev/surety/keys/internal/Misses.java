package dev.surety.keys.internal;

import dev.surety.keys.KeyUse;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Key ids that a ring did not have a moment ago; the oldest makes room for the newest. Thread-safe.
 *
 * <p>Whoever misses an id first looks it up; others wait for that look, and for a second its
 * outcome holds. A failed look is forgotten at once, an older one with the next miss.
 */
final class Misses {

  private static final long MEMORY = Duration.ofSeconds(1).toNanos();
  private static final int MOST = 10_000;

  private record Id(String ring, String kid) {}

  /**
   * What a look has found, without the view, which may be large.
   *
   * @param use {@code null} where there was no such ring
   */
  record Found(@Nullable KeyUse use, boolean isEmpty, @Nullable CachedKey key) {

    static Found in(RingView view, String kid) {
      return new Found(view.use(), view.isEmpty(), view.key(kid));
    }
  }

  /**
   * A look for a missed id.
   *
   * @param isFirst whether the caller is to look
   */
  record Look(CompletableFuture<Found> found, long since, boolean isFirst) {}

  private final Map<Id, Look> looks =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Id, Look> eldest) {
          return size() > MOST;
        }
      };

  synchronized Look look(String ring, String kid, long now) {
    dropOld(now);
    Id id = new Id(ring, kid);
    Look known = looks.get(id);
    if (known != null) {
      return new Look(known.found(), known.since(), false);
    }
    Look first = new Look(new CompletableFuture<>(), now, true);
    looks.put(id, first);
    return first;
  }

  synchronized void forget(String ring, String kid) {
    looks.remove(new Id(ring, kid));
  }

  synchronized int size() {
    return looks.size();
  }

  /** The eldest come first. */
  private void dropOld(long now) {
    Iterator<Look> eldest = looks.values().iterator();
    while (eldest.hasNext() && now - eldest.next().since() >= MEMORY) {
      eldest.remove();
    }
  }
}

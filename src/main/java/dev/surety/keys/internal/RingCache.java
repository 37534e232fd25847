package dev.surety.keys.internal;

import dev.surety.UnavailableException;
import dev.surety.core.Fault;
import dev.surety.keys.KeyUse;
import dev.surety.keys.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rings in memory, each for at most the cache time.
 *
 * <p>A view is used for that long from before it was read, so what another instance has committed
 * is in force here when the time is over, also while the database is away: then callers are
 * refused. A view that is half as old is read again in the background, so that callers of a busy
 * ring never wait. Thread-safe.
 */
final class RingCache {

  private static final int MOST_RINGS = 10_000;
  private static final long RECENT = Duration.ofSeconds(1).toNanos();

  /** A key that verified something, by ring and id. */
  record Used(String ring, String kid) {}

  private final Function<Ring, CompletableFuture<RingView>> reader;
  private final long lifetime;
  private final Duration patience;
  private final LongSupplier nanos;
  private final Misses misses = new Misses();
  private final Map<String, RingView> views = new ConcurrentHashMap<>();
  private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

  /**
   * @param reader reads a ring on a thread of its own
   * @param lifetime of a view; zero for none
   * @param patience how long a caller waits for a view
   */
  RingCache(
      Function<Ring, CompletableFuture<RingView>> reader,
      Duration lifetime,
      Duration patience,
      LongSupplier nanos) {
    this.reader = reader;
    this.lifetime = lifetime.toNanos();
    this.patience = patience;
    this.nanos = nanos;
  }

  /**
   * The active key.
   *
   * @throws IllegalStateException if the ring has none
   */
  CachedKey active(Ring ring) {
    CachedKey key = withActive(ring).active();
    if (key == null) {
      throw RingMisuse.unseeded(ring);
    }
    return key;
  }

  /**
   * A view with an active key, if there is one.
   *
   * @throws IllegalArgumentException if the ring was made for another use
   */
  RingView withActive(Ring ring) {
    long now = nanos.getAsLong();
    RingView view = current(ring, now);
    if (view.active() == null && now - view.readAt() > RECENT) {
      view = checked(ring, read(ring));
    }
    return view;
  }

  /**
   * The key of that id; {@code null} where the ring has none.
   *
   * @throws IllegalStateException if the ring has no key at all
   * @throws IllegalArgumentException if the ring was made for another use
   */
  @Nullable CachedKey find(Ring ring, String kid) {
    long now = nanos.getAsLong();
    RingView view = current(ring, now);
    CachedKey key = view.key(kid);
    if (key == null && view.readAt() - now < 0) {
      view = checked(ring, look(ring, kid, now));
      key = view.key(kid);
    }
    if (key == null && view.isEmpty()) {
      throw RingMisuse.unseeded(ring);
    }
    return key;
  }

  /** What is kept of the ring is no longer true. */
  void forget(Ring ring) {
    long now = nanos.getAsLong();
    makeRoom(ring);
    views.compute(
        ring.name(), (name, view) -> view == null ? RingView.outdated(now) : view.outdatedAt(now));
  }

  /** The keys that verified something since this was asked last. */
  List<Used> takeUsed() {
    List<Used> used = new ArrayList<>();
    views.forEach(
        (ring, view) ->
            view.keys().stream()
                .filter(CachedKey::takeVerified)
                .forEach(key -> used.add(new Used(ring, key.kid()))));
    return used;
  }

  int size() {
    return views.size();
  }

  private RingView current(Ring ring, long now) {
    RingView view = views.get(ring.name());
    if (view == null || view.isOutdated() || now - view.readAt() >= lifetime) {
      return checked(ring, read(ring));
    }
    if (now - view.readAt() >= lifetime / 2 && refreshing.add(ring.name())) {
      refresh(ring);
    }
    return checked(ring, view);
  }

  private void refresh(Ring ring) {
    CompletableFuture<RingView> unused =
        reader
            .apply(ring)
            .whenComplete(
                (view, failure) -> {
                  refreshing.remove(ring.name());
                  if (failure == null) {
                    keep(ring, view);
                  }
                });
  }

  private RingView read(Ring ring) {
    RingView view = await(reader.apply(ring));
    keep(ring, view);
    return view;
  }

  /** The ring as somebody has read it for this id within the last second, or now. */
  private RingView look(Ring ring, String kid, long now) {
    Misses.Look look = misses.look(ring.name(), kid, now);
    if (!look.isFirst()) {
      return await(look.found());
    }
    try {
      RingView view = read(ring);
      look.found().complete(view);
      return view;
    } catch (RuntimeException e) {
      misses.forget(ring.name(), kid);
      look.found().completeExceptionally(e);
      throw e;
    }
  }

  private void keep(Ring ring, RingView view) {
    makeRoom(ring);
    views.merge(
        ring.name(),
        view,
        (before, after) -> {
          if (!after.isNewerThan(before)) {
            return before;
          }
          after.adopt(before);
          return after;
        });
  }

  private void makeRoom(Ring ring) {
    if (views.size() >= MOST_RINGS && !views.containsKey(ring.name())) {
      views.clear();
    }
  }

  private RingView await(CompletableFuture<RingView> view) {
    try {
      return view.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new UnavailableException("no answer from the database within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for the database", e);
    } catch (ExecutionException e) {
      throw Fault.seen(e.getCause() == null ? e : e.getCause());
    }
  }

  private static RingView checked(Ring ring, RingView view) {
    KeyUse use = view.use();
    if (use != null && use != ring.use()) {
      throw RingMisuse.otherUse(ring, use);
    }
    return view;
  }
}

package dev.surety.keys.internal;

import dev.surety.UnavailableException;
import dev.surety.core.Fault;
import dev.surety.keys.Ring;
import dev.surety.keys.internal.Misses.Found;
import dev.surety.keys.internal.RingViews.Used;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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

  private static final long RECENT = Duration.ofSeconds(1).toNanos();

  private final Function<Ring, CompletableFuture<RingView>> reader;
  private final long lifetime;
  private final Duration patience;
  private final LongSupplier nanos;
  private final Misses misses = new Misses();
  private final RingViews views = new RingViews();
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
    Found found = Found.in(view, kid);
    if (found.key() == null && view.readAt() - now < 0) {
      found = look(ring, kid, now);
      RingMisuse.checkUse(ring, found.use());
    }
    if (found.isEmpty()) {
      throw RingMisuse.unseeded(ring);
    }
    return found.key();
  }

  /**
   * Looks at the ring alone, for whoever needs no key of it.
   *
   * @throws IllegalStateException if the ring has no key at all
   * @throws IllegalArgumentException if the ring was made for another use
   */
  void check(Ring ring) {
    if (withActive(ring).isEmpty()) {
      throw RingMisuse.unseeded(ring);
    }
  }

  /** What is kept of the ring is no longer true. */
  void forget(Ring ring) {
    views.outdate(ring, nanos.getAsLong());
  }

  /** The keys that verified something since this was asked last. */
  List<Used> takeUsed() {
    return views.takeUsed();
  }

  /** These could not be noted; they are taken again. */
  void giveBack(Collection<Used> used) {
    views.giveBack(used);
  }

  int size() {
    return views.size();
  }

  private RingView current(Ring ring, long now) {
    RingView view = views.get(ring);
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
        fetch(ring).whenComplete((view, failure) -> refreshing.remove(ring.name()));
  }

  private RingView read(Ring ring) {
    return await(fetch(ring));
  }

  /** What somebody has found for this id within the last second, or now. */
  private Found look(Ring ring, String kid, long now) {
    Misses.Look look = misses.look(ring.name(), kid, now);
    if (look.isFirst()) {
      // Each waits for himself: nobody's interrupt ends what others wait for.
      CompletableFuture<RingView> unused =
          fetch(ring).whenComplete((view, failure) -> tell(look, ring, kid, view, failure));
    }
    return await(look.found());
  }

  private void tell(
      Misses.Look look,
      Ring ring,
      String kid,
      @Nullable RingView view,
      @Nullable Throwable failure) {
    if (view != null) {
      look.found().complete(Found.in(view, kid));
    } else {
      misses.forget(ring.name(), kid);
      look.found().completeExceptionally(Objects.requireNonNull(failure));
    }
  }

  private CompletableFuture<RingView> fetch(Ring ring) {
    return reader
        .apply(ring)
        .whenComplete(
            (view, failure) -> {
              if (failure == null) {
                views.keep(ring, view);
              }
            });
  }

  private <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
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
    RingMisuse.checkUse(ring, view.use());
    return view;
  }
}

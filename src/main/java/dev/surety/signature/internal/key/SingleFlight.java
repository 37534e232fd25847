package dev.surety.signature.internal.key;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of many threads do a piece of work, while the others wait for it.
 *
 * <p>They wait for a bounded time, and only so many of them: one more goes on without. Thread-safe.
 */
final class SingleFlight {

  private final int mostWaiting;
  private final Duration patience;
  private final AtomicReference<@Nullable CompletableFuture<Void>> flight = new AtomicReference<>();
  private final AtomicInteger waiting = new AtomicInteger();

  SingleFlight(int mostWaiting, Duration patience) {
    this.mostWaiting = mostWaiting;
    this.patience = patience;
  }

  boolean isUnderWay() {
    return flight.get() != null;
  }

  /** Does the work on this thread, or waits for the thread that is at it. */
  void join(Runnable work) {
    CompletableFuture<Void> own = new CompletableFuture<>();
    CompletableFuture<Void> other = flight.compareAndExchange(null, own);
    if (other != null) {
      await(other);
      return;
    }
    try {
      work.run();
    } finally {
      flight.set(null);
      own.complete(null);
    }
  }

  private void await(CompletableFuture<Void> other) {
    try {
      if (waiting.incrementAndGet() <= mostWaiting) {
        other.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // whoever asked looks at what there is now
    } finally {
      waiting.decrementAndGet();
    }
  }
}

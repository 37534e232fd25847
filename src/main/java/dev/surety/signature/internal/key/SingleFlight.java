package dev.surety.signature.internal.key;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs a piece of work once at a time; who asks for it meanwhile joins it. Thread-safe. */
final class SingleFlight {

  private final Executor threads;
  private final AtomicReference<@Nullable CompletableFuture<Void>> flight = new AtomicReference<>();

  SingleFlight(Executor threads) {
    this.threads = threads;
  }

  boolean isUnderWay() {
    return flight.get() != null;
  }

  /** Begins the work, or joins what is at it; the answer is there once it has ended, somehow. */
  CompletableFuture<Void> join(Runnable work) {
    CompletableFuture<Void> own = new CompletableFuture<>();
    CompletableFuture<Void> other = flight.compareAndExchange(null, own);
    if (other != null) {
      return other;
    }
    try {
      threads.execute(
          () -> {
            try {
              work.run();
            } finally {
              end(own);
            }
          });
    } catch (RejectedExecutionException e) {
      // the application is shutting down
      end(own);
    }
    return own;
  }

  private void end(CompletableFuture<Void> own) {
    flight.set(null);
    own.complete(null);
  }
}

package dev.surety.signature.internal.key;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The few threads that fetch from publishers, side by side; there are none while nothing is
 * fetched.
 */
public final class FetchingThreads implements Executor, AutoCloseable {

  /** As many as the client lets fetch at once. */
  private static final int MOST = 8;

  private final ThreadPoolExecutor threads;

  public FetchingThreads(ThreadFactory factory) {
    threads =
        new ThreadPoolExecutor(
            MOST, MOST, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Begins all of it at once; the answer is there once all has ended. */
  public CompletableFuture<Void> all(Collection<Runnable> tasks) {
    return CompletableFuture.allOf(
        tasks.stream()
            .map(task -> CompletableFuture.runAsync(task, this))
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Waits for what has begun, up to a bound; what then still runs goes on. */
  public static void await(CompletableFuture<Void> begun, Duration patience) {
    try {
      begun.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // whoever waits looks at what there is now
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

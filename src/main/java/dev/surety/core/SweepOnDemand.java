package dev.surety.core;

import dev.surety.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;

/** Runs a part's sweep for a caller, on a thread of Surety's and for a bounded time. */
public final class SweepOnDemand {

  /** How long a run goes on while there is more. */
  public static final Duration LONGEST = Duration.ofSeconds(50);

  private static final Duration LAST_BATCHES = Duration.ofSeconds(10);

  private SweepOnDemand() {}

  /**
   * @param sweep is given how long it may run; tells how much it removed
   * @throws UnavailableException if it failed or has not ended
   */
  public static long run(ScheduledExecutorService scheduler, ToLongFunction<Duration> sweep) {
    try {
      return scheduler
          .submit(() -> sweep.applyAsLong(LONGEST))
          .get(LONGEST.plus(LAST_BATCHES).toSeconds(), TimeUnit.SECONDS);
    } catch (CancellationException | RejectedExecutionException e) {
      throw new UnavailableException("the application is shutting down", e);
    } catch (ExecutionException e) {
      throw new UnavailableException("the sweep failed; call it again", e.getCause());
    } catch (TimeoutException e) {
      throw new UnavailableException(
          "the sweep has not ended; a thread for it may be wanting. Call it again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while the sweep goes on", e);
    }
  }
}

package dev.surety.core;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a task again and again, with a pause between the end of one run and the start of the next.
 *
 * <p>A run that throws is logged, cut and limited as {@link LimitedLog} says, and the next one
 * comes all the same; an executor by itself would stop silently.
 */
public final class Ticker implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Ticker.class.getName());

  private final LimitedLog failures;
  private final ScheduledFuture<?> ticks;

  public Ticker(ScheduledExecutorService scheduler, String name, Duration pause, Runnable task) {
    this.failures = new LimitedLog(LOG, Level.WARNING, name + " failed and runs again");
    this.ticks =
        scheduler.scheduleWithFixedDelay(
            () -> run(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    ticks.cancel(false);
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      failures.log(failure);
    }
  }
}

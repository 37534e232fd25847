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
 * <p>A run that throws is logged and the next one comes all the same; an executor by itself would
 * stop silently.
 */
public final class Ticker implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Ticker.class.getName());

  private final ScheduledFuture<?> ticks;

  public Ticker(ScheduledExecutorService scheduler, String name, Duration pause, Runnable task) {
    this.ticks =
        scheduler.scheduleWithFixedDelay(
            () -> run(name, task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    ticks.cancel(false);
  }

  private static void run(String name, Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      LOG.log(Level.WARNING, "{0} failed and runs again: {1}", name, failure);
    }
  }
}

package dev.surety.webhook.internal;

import dev.surety.core.LimitedLog;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.internal.Events.Limits;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs observers, each within a limit, on a thread that is replaced when an observer does not yield
 * it. At most {@value #MOST_STUCK} threads are lost to such observers at a time: while they are, no
 * event is told. For one thread.
 */
final class Observers implements AutoCloseable {

  static final int MOST_STUCK = 8;

  private static final Logger LOG = System.getLogger(Observers.class.getName());
  private static final Duration LOOK_UP = Duration.ofMillis(200);

  private final Consumer<WebhookEvent> fires;
  private final ThreadFactory threads;
  private final Limits limits;
  private final List<Runner> stuck = new ArrayList<>();
  private final LimitedLog failed =
      new LimitedLog(LOG, Level.WARNING, "an observer of webhooks failed");
  private final LimitedLog slow =
      new LimitedLog(LOG, Level.WARNING, "an observer of webhooks takes too long");
  private volatile @Nullable Runner current;

  Observers(Consumer<WebhookEvent> fires, ThreadFactory threads, Limits limits) {
    this.fires = fires;
    this.threads = threads;
    this.limits = limits;
  }

  /** Tells an event; false if it cannot be told. */
  boolean tell(WebhookEvent event) {
    stuck.removeIf(Runner::isFree);
    if (stuck.size() >= MOST_STUCK) {
      return false;
    }
    Runner runner = current;
    if (runner == null) {
      runner = new Runner();
      current = runner;
    }
    return tell(event, runner);
  }

  private boolean tell(WebhookEvent event, Runner runner) {
    Told told = new Told(event);
    if (!runner.take(told)) {
      current = null;
      return false;
    }
    if (!told.within(limits.patience())) {
      slow.logAbout(event.getClass().getSimpleName());
      runner.interrupt(told);
      if (!told.within(limits.yield())) {
        runner.end();
        stuck.add(runner);
        current = null;
      }
    }
    return true;
  }

  @Override
  public void close() {
    Runner runner = current;
    if (runner != null) {
      runner.end();
    }
  }

  /** One event on its way, until every observer has been told. */
  private record Told(WebhookEvent event, CountDownLatch done) {

    Told(WebhookEvent event) {
      this(event, new CountDownLatch(1));
    }

    boolean within(Duration time) {
      long end = System.nanoTime() + time.toNanos();
      while (true) {
        try {
          return done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          // Nobody but the observer is to be cut short.
          Thread.interrupted();
        }
      }
    }
  }

  /** A thread that runs observers. */
  private final class Runner {

    private final SynchronousQueue<Told> next = new SynchronousQueue<>();
    private final Thread thread = threads.newThread(this::run);
    private volatile boolean ended;

    Runner() {
      thread.start();
    }

    boolean take(Told told) {
      try {
        return next.offer(told, limits.patience().toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        return false;
      }
    }

    /** Under the lock, so that an interrupt never meets a later event. */
    synchronized void interrupt(Told told) {
      if (told.done().getCount() > 0) {
        thread.interrupt();
      }
    }

    void end() {
      ended = true;
    }

    boolean isFree() {
      return !thread.isAlive();
    }

    private void run() {
      while (!ended) {
        try {
          Told told = next.poll(LOOK_UP.toNanos(), TimeUnit.NANOSECONDS);
          if (told != null) {
            fire(told);
          }
        } catch (InterruptedException e) {
          // Only ending ends the thread.
          Thread.interrupted();
        }
      }
    }

    private void fire(Told told) {
      try {
        fires.accept(told.event());
      } catch (Throwable failure) {
        failed.log(failure);
      } finally {
        finished(told);
      }
    }

    private synchronized void finished(Told told) {
      told.done().countDown();
      Thread.interrupted();
    }
  }
}

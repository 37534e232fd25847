package dev.surety.webhook.internal;

import dev.surety.core.LimitedLog;
import dev.surety.webhook.WebhookEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells observers what happened, on threads of its own, so that none can hold a worker up.
 *
 * <p>One event at a time, in order. An observer that takes longer than it may is interrupted; if it
 * does not yield, others go on without it, on another thread. That an observer fails, or that
 * events are lost because observers are slow, is logged and changes nothing. What nobody observes
 * costs nothing: the threads start with the first event that somebody does. Thread-safe.
 */
final class Events implements AutoCloseable {

  /**
   * Bounds.
   *
   * @param queue how many events may wait
   * @param patience how long an observer may take
   * @param yield how long it may take to heed an interrupt
   */
  record Limits(int queue, Duration patience, Duration yield) {

    static final Limits USUAL = new Limits(10_000, Duration.ofSeconds(5), Duration.ofMillis(200));
  }

  private static final Logger LOG = System.getLogger(Events.class.getName());
  private static final Duration LOOK_UP = Duration.ofMillis(200);

  private final Predicate<Class<? extends WebhookEvent>> observed;
  private final Map<Class<? extends WebhookEvent>, Boolean> known = new ConcurrentHashMap<>();
  private final ThreadFactory threads;
  private final Limits limits;
  private final BlockingQueue<WebhookEvent> queue;
  private final Observers observers;
  private final AtomicLong lost = new AtomicLong();
  private final LimitedLog overflow =
      new LimitedLog(LOG, Level.WARNING, "observers of webhooks are too slow; events are lost");
  private @Nullable Thread teller;
  private volatile boolean closed;

  /**
   * @param fires tells the observers of an event
   * @param observed whether anything observes events of a type; asked once for each
   */
  Events(
      Consumer<WebhookEvent> fires,
      Predicate<Class<? extends WebhookEvent>> observed,
      ThreadFactory threads,
      Limits limits) {
    this.observed = observed;
    this.threads = threads;
    this.limits = limits;
    this.queue = new ArrayBlockingQueue<>(limits.queue());
    this.observers = new Observers(fires, threads, limits);
  }

  /** Queues an event without waiting; where nobody observes it, nothing happens. */
  void tell(WebhookEvent event) {
    if (closed || !known.computeIfAbsent(event.getClass(), observed::test)) {
      return;
    }
    startOnce();
    if (!queue.offer(event)) {
      lose();
    }
  }

  /** How many events no observer was told of. */
  long lost() {
    return lost.get();
  }

  /** Tells what is queued, as far as that can be done in the time one observer has. */
  @Override
  public void close() {
    closed = true;
    Thread started = started();
    if (started != null) {
      try {
        started.join(limits.patience().plus(LOOK_UP).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      observers.close();
    }
    long all = lost.addAndGet(queue.size());
    if (all > 0) {
      LOG.log(Level.WARNING, "observers of webhooks were not told of {0} events in all", all);
    }
  }

  private synchronized void startOnce() {
    if (teller == null) {
      teller = threads.newThread(this::tellAll);
      teller.start();
    }
  }

  private synchronized @Nullable Thread started() {
    return teller;
  }

  private void tellAll() {
    long end = 0;
    while (true) {
      WebhookEvent event = next();
      if (closed && end == 0) {
        end = System.nanoTime() + limits.patience().toNanos();
      }
      if (closed && (event == null || System.nanoTime() - end > 0)) {
        return;
      }
      if (event != null && !observers.tell(event)) {
        lose();
      }
    }
  }

  private @Nullable WebhookEvent next() {
    try {
      return queue.poll(LOOK_UP.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Only closing ends the thread; a stray interrupt must not leave observers untold.
      return null;
    }
  }

  private void lose() {
    overflow.logAbout(lost.incrementAndGet() + " since the start");
  }
}

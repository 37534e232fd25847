package dev.surety.webhook.internal;

import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Keeps the places of {@link Outbox} taken, and collects what comes of it.
 *
 * <p>Thread-safe: whoever tells that an attempt has ended begins the next one, so that sending does
 * not wait for the database.
 */
final class Dispatch {

  /** What came of a claim. */
  record Sent(Job job, SendResult result, Duration took) {}

  private static final int ENOUGH = 100;

  private final Outbox outbox;
  private final Held held;
  private final Sender sender;
  private final Bell bell;
  private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unsettled = new AtomicInteger();

  Dispatch(Outbox outbox, Held held, Sender sender, Bell bell) {
    this.outbox = outbox;
    this.held = held;
    this.sender = sender;
    this.bell = bell;
  }

  void add(Collection<Job> jobs) {
    outbox.add(jobs);
    fill();
  }

  /** Gives back what has not been sent. */
  void withdraw(Predicate<Job> which) {
    outbox.withdraw(which).forEach(job -> tell(job, new SendResult.Unsent(), Duration.ZERO));
  }

  int unsettled() {
    return unsettled.get();
  }

  /** Whether there is enough to make a transaction worth while. */
  boolean isEnough() {
    return unsettled.get() >= ENOUGH;
  }

  /** Takes what has come in. */
  List<Sent> take(int most) {
    List<Sent> taken = new ArrayList<>();
    Sent next = null;
    while (taken.size() < most && (next = sent.poll()) != null) {
      taken.add(next);
    }
    unsettled.addAndGet(-taken.size());
    return taken;
  }

  private void fill() {
    for (Job job = outbox.next(); job != null; job = outbox.next()) {
      send(job);
    }
  }

  private void send(Job job) {
    if (!held.isSendable(job)) {
      outbox.done(job);
      held.remove(job);
      return;
    }
    long start = System.nanoTime();
    try {
      sender.send(job, result -> ended(job, result, start));
    } catch (RuntimeException e) {
      ended(job, new SendResult.Unanswered(SendResult.Trouble.REQUEST, String.valueOf(e)), start);
    }
  }

  private void ended(Job job, SendResult result, long start) {
    outbox.done(job);
    tell(job, result, Duration.ofNanos(System.nanoTime() - start));
    fill();
  }

  private void tell(Job job, SendResult result, Duration took) {
    sent.add(new Sent(job, result, took));
    int many = unsettled.incrementAndGet();
    if (many == 1 || many == ENOUGH) {
      bell.ring();
    }
  }
}

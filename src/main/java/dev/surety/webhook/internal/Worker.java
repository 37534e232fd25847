package dev.surety.webhook.internal;

import dev.surety.core.Fault;
import dev.surety.core.LimitedLog;
import dev.surety.core.OwnTransactions;
import dev.surety.core.Ticker;
import dev.surety.webhook.internal.Settlement.Settled;
import dev.surety.webhook.internal.Verdict.Retry;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.Sender;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Delivers: one thread claims and settles in batches, and holds neither transaction nor connection
 * while anything is sent.
 *
 * <p>That thread is its own, because the application's tasks may keep the executor's for as long as
 * a lease; the scheduler only wakes it. Closing stops claiming, waits for what is being sent, and
 * hands back what is not, so that the next instance repeats nothing that has finished.
 */
final class Worker implements AutoCloseable {

  private static final Duration LOCKED = Duration.ofMillis(100);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

  private static final System.Logger LOG = System.getLogger(Worker.class.getName());
  private static final LimitedLog FAILURES =
      new LimitedLog(LOG, Level.WARNING, "delivering webhooks failed and is tried again");

  private record Hint(Lane lane, long due) {}

  private final WebhookSettings settings;
  private final Claiming claiming;
  private final Settler settler;
  private final Consumer<Settled> settledListener;
  private final Bell bell = new Bell();
  private final Outbox outbox;
  private final Held held;
  private final Dispatch dispatch;
  private final Sender sender;
  private final ConcurrentLinkedQueue<Hint> hints = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService scheduler;
  private final Ticker ticker;
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean closed;

  Worker(
      WebhookSettings settings,
      OwnTransactions transactions,
      QueueStatements queue,
      Settlement settlement,
      BiFunction<Job, SendResult, Verdict> judgement,
      Sender sender,
      Consumer<Settled> settledListener,
      RateLimits limits,
      ThreadFactory threads,
      ScheduledExecutorService scheduler) {
    this.settings = settings;
    this.settledListener = settledListener;
    this.sender = sender;
    this.scheduler = scheduler;
    this.outbox = new Outbox(settings.inFlight());
    this.held = new Held(settings.lease());
    this.dispatch = new Dispatch(outbox, held, sender, bell);
    this.settler = new Settler(settlement, judgement, dispatch, held);
    this.claiming = new Claiming(settings, transactions, queue, outbox, held, limits);
    this.thread = threads.newThread(this::work);
    thread.start();
    this.ticker = new Ticker(scheduler, "waking the worker", settings.poll(), bell::ring);
  }

  /** Something in the lane is due then, in microseconds since 1970. */
  void wake(Lane lane, long due) {
    hints.add(new Hint(lane, due));
    bell.ring();
  }

  private void work() {
    while (!closed) {
      try {
        if (!turn()) {
          bell.await(pause());
        }
      } catch (Throwable e) {
        // also an Error of one delivery's must not end all the others'
        if (Fault.of(e) == Fault.CONTENTION) {
          bell.await(Settler.GATHER);
        } else {
          FAILURES.log(e);
          bell.await(AFTER_FAILURE);
        }
      }
    }
  }

  private Duration pause() {
    if (settler.isIdle()) {
      return claiming.rest();
    }
    return settler.isStuck() ? LOCKED : Settler.GATHER;
  }

  private boolean turn() {
    claiming.heartbeat();
    if (closing) {
      dispatch.withdraw(job -> true);
    }
    Settled settled = settler.settle();
    if (settled != null) {
      after(settled);
    }
    boolean worked = settled != null && settled.settled().size() + settled.stale().size() > 0;
    if (closing) {
      return worked;
    }
    for (Hint hint = hints.poll(); hint != null; hint = hints.poll()) {
      claiming.wake(hint.lane(), hint.due());
    }
    List<Claim> claims = claiming.run();
    Set<Lane> holds = claiming.takeHolds();
    if (!holds.isEmpty()) {
      dispatch.withdraw(job -> job.probe() == null && holds.contains(job.lane()));
    }
    claims.stream().filter(claim -> !claim.doom().isEmpty()).forEach(settler::doom);
    dispatch.add(claims.stream().filter(claim -> claim.doom().isEmpty()).map(Claim::job).toList());
    return worked || !claims.isEmpty();
  }

  private void after(Settled settled) {
    // what has become ready now is due later than anything claimed before
    settled.awake().forEach(lane -> claiming.wake(lane, Long.MAX_VALUE));
    claiming.settled(settled.settled());
    wakeAfterPauses(settled.settled());
    Set<UUID> opened = settled.changes().opened();
    if (!opened.isEmpty()) {
      dispatch.withdraw(job -> job.probe() == null && opened.contains(job.lane().circuit()));
    }
    settledListener.accept(settled);
  }

  private record Pause(Lane lane, long millis) {}

  /** A pause that is shorter than a poll is not to last one. */
  private void wakeAfterPauses(List<Outcome> settled) {
    Set<Pause> pauses = new HashSet<>();
    for (Outcome one : settled) {
      if (one.verdict() instanceof Retry retry && retry.after().compareTo(settings.poll()) < 0) {
        pauses.add(new Pause(one.job().lane(), retry.after().toMillis() + 1));
      }
    }
    pauses.forEach(this::wakeAfter);
  }

  private void wakeAfter(Pause pause) {
    try {
      Future<?> unused =
          scheduler.schedule(
              () -> wake(pause.lane(), Long.MAX_VALUE), pause.millis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "the next poll finds it", e);
    }
  }

  @Override
  public void close() {
    ticker.close();
    closing = true;
    await(settings.drain(), () -> outbox.sending() == 0);
    sender.close();
    await(AFTER_FAILURE.multipliedBy(4), () -> held.size() == 0);
    closed = true;
    bell.ring();
    join();
  }

  private void await(Duration longest, BooleanSupplier over) {
    long end = System.nanoTime() + longest.toNanos();
    while (!over.getAsBoolean() && System.nanoTime() - end < 0) {
      bell.ring();
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void join() {
    try {
      thread.join(AFTER_FAILURE.multipliedBy(4).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

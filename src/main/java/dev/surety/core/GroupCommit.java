package dev.surety.core;

import dev.surety.UnavailableException;
import dev.surety.core.Deciding.Waiting;
import dev.surety.core.Intake.Batch;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives many concurrent callers one transaction.
 *
 * <p>Callers queue their items; threads of its own take what is queued and decide it together.
 * Queue, batch and wait are bounded: past a bound the caller gets {@link UnavailableException}.
 * Unless the database is away, a group that fails is tried again item by item, once, so that one
 * caller's failure never becomes another's; one that is {@link Flush.Busy} waits in the queue. An
 * answer whose caller has given up is handed to {@link Flush#unclaimed}. While others are decided,
 * and just after, callers wait for company, for 5 ms at most.
 *
 * <p>Thread-safe. Callers may hold a connection or a transaction; no item runs on their threads.
 */
public final class GroupCommit<I, O> implements AutoCloseable {

  private static final LimitedLog NOT_IDLE =
      new LimitedLog(
          System.getLogger(GroupCommit.class.getName()),
          Level.ERROR,
          "what was kept for another batch was not given back");

  private static final int FLUSHERS = 2;
  private static final int MOST_PER_FLUSH = 512;
  private static final Duration LOOK_UP = Duration.ofMillis(200);
  private static final Duration SOON = Duration.ofMillis(1);

  private final Flush<I, O> flush;
  private final Intake<Waiting<I, O>> queue;
  private final Deciding<I, O> deciding;
  private final Duration patience;
  private final List<Thread> flushers;
  private volatile boolean closed;

  /**
   * @param threads makes the two flushers, which start at once
   * @param capacity how many callers may queue
   * @param patience how long a caller waits
   */
  public GroupCommit(Flush<I, O> flush, ThreadFactory threads, int capacity, Duration patience) {
    this.flush = flush;
    this.deciding = new Deciding<>(flush, this::again);
    this.patience = patience;
    this.queue = new Intake<>(capacity, MOST_PER_FLUSH);
    this.flushers =
        IntStream.range(0, FLUSHERS).mapToObj(i -> threads.newThread(this::work)).toList();
    flushers.forEach(Thread::start);
  }

  /** Queues an item without waiting. */
  public CompletableFuture<O> submit(I item) {
    return closed ? CompletableFuture.failedFuture(closing()) : queued(item, true);
  }

  /**
   * Queues an item for which no caller waits. While this closes too, so that what is still decided
   * then can be undone; what nobody has decided when it has closed fails.
   */
  public CompletableFuture<O> tell(I item) {
    return queued(item, false);
  }

  /**
   * Queues an item and waits for its answer, also on an interrupted thread, which stays so.
   *
   * @throws UnavailableException if there is none in time
   */
  public O call(I item) {
    CompletableFuture<O> answer = submit(item);
    try (HeldInterrupt interrupt = new HeldInterrupt()) {
      return awaited(answer, interrupt);
    } catch (TimeoutException e) {
      return answerOrGiveUp(answer, e);
    } catch (ExecutionException e) {
      throw Fault.seen(e.getCause() == null ? e : e.getCause());
    }
  }

  /** The wait is bounded, and what an interrupt came too late for must not seem undone. */
  private O awaited(CompletableFuture<O> answer, HeldInterrupt interrupt)
      throws TimeoutException, ExecutionException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      interrupt.hold();
      try {
        return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Stops taking callers' items, fails those still queued, and lets the flushers end. */
  @Override
  public void close() {
    closed = true;
    for (Thread flusher : flushers) {
      try {
        flusher.join(patience.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    failCallers();
    failLate();
  }

  /** What came too late for any flusher. */
  private void failLate() {
    if (closed && flushers.stream().noneMatch(Thread::isAlive)) {
      queue.rest().forEach(waiting -> waiting.answer().completeExceptionally(closing()));
    }
  }

  private CompletableFuture<O> queued(I item, boolean ofCaller) {
    CompletableFuture<O> answer = new CompletableFuture<>();
    if (!queue.offer(new Waiting<>(item, answer, ofCaller))) {
      answer.completeExceptionally(unavailable("too many callers are waiting", null));
    }
    if (closed) {
      failLate();
    }
    return answer;
  }

  private O answerOrGiveUp(CompletableFuture<O> answer, Exception cause) {
    if (answer.cancel(false)) {
      throw unavailable("no answer from the database within " + patience, cause);
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw Fault.seen(e.getCause() == null ? e : e.getCause());
    }
  }

  private void work() {
    try {
      decideUntilClosed();
      failCallers();
      decideTold();
    } finally {
      idle();
    }
  }

  private void decideUntilClosed() {
    boolean closely = false;
    while (!closed) {
      long free = System.nanoTime();
      Batch<Waiting<I, O>> batch = next(closely ? SOON : LOOK_UP);
      // What came closely after a batch is likely to do so again.
      closely = !batch.items().isEmpty() && batch.began() - free < SOON.toNanos();
      decide(batch);
      if (!closely) {
        idle();
      }
    }
  }

  /** There are two flushers, and a thread that ended would not come back. */
  private void idle() {
    try {
      flush.idle();
    } catch (Throwable e) {
      NOT_IDLE.log(e);
    }
  }

  private void decide(Batch<Waiting<I, O>> batch) {
    if (!batch.items().isEmpty()) {
      queue.done(batch, deciding.decideAll(batch.items()));
    }
  }

  /** Once, so that a database that is away holds up no undeployment for long. */
  private void decideTold() {
    List<Waiting<I, O>> told =
        queue.rest().stream().filter(waiting -> !waiting.answer().isDone()).toList();
    int most = Math.min(told.size(), MOST_PER_FLUSH);
    int unused = deciding.decideAll(told.subList(0, most));
    told.subList(most, told.size())
        .forEach(waiting -> waiting.answer().completeExceptionally(closing()));
  }

  private Batch<Waiting<I, O>> next(Duration wait) {
    try {
      return queue.take(wait);
    } catch (InterruptedException e) {
      // Only closing ends a flusher; a stray interrupt must not leave callers without one.
      return new Batch<>(List.of(), 0);
    }
  }

  private boolean again(Waiting<I, O> waiting) {
    return !closed && queue.offer(waiting);
  }

  /** Leaves them where they are: what has its answer is not decided. */
  private void failCallers() {
    for (Waiting<I, O> waiting : queue.waiting()) {
      if (waiting.ofCaller()) {
        waiting.answer().completeExceptionally(closing());
      }
    }
  }

  private static UnavailableException closing() {
    return unavailable("the application is shutting down", null);
  }

  private static UnavailableException unavailable(String why, @Nullable Throwable cause) {
    return new UnavailableException(why + "; try again", cause);
  }
}

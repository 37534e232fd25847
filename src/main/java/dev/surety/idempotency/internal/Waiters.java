package dev.surety.idempotency.internal;

import dev.surety.core.GroupCommit;
import dev.surety.core.Ticker;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.internal.Command.Ask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Requests that wait for the owner of their key, holding no thread.
 *
 * <p>One look for all of them ten times a second, and none while nobody waits. Their number is
 * bounded; so is each wait.
 */
final class Waiters implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ConcurrentLinkedQueue<Waiter> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final GroupCommit<Command, Object> commits;
  private final KeyQueries queries;
  private final int most;
  private final Duration limit;
  private final Ticker ticker;
  private volatile boolean closed;

  private record Waiter(String keyHash, long end, CompletableFuture<Void> settled) {}

  Waiters(
      GroupCommit<Command, Object> commits,
      KeyQueries queries,
      ScheduledExecutorService scheduler,
      IdempotencySettings settings) {
    this.commits = commits;
    this.queries = queries;
    this.most = settings.maxWaiters();
    this.limit = settings.waitLimit();
    this.ticker = new Ticker(scheduler, "looking for waiting requests", PAUSE, this::tick);
  }

  /** Completes when nobody runs the key any more or the wait is over; empty if too many wait. */
  Optional<CompletableFuture<Void>> await(ScopedKey key) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return Optional.empty();
    }
    CompletableFuture<Void> settled = new CompletableFuture<>();
    waiting.add(new Waiter(key.keyHash(), System.nanoTime() + limit.toNanos(), settled));
    if (closed) {
      settleAll();
    }
    return Optional.of(settled);
  }

  @Override
  public void close() {
    ticker.close();
    closed = true;
    settleAll();
  }

  private void settleAll() {
    settle(List.copyOf(waiting));
  }

  private void tick() {
    long now = System.nanoTime();
    settle(waiting.stream().filter(waiter -> now - waiter.end() >= 0).toList());
    if (waiting.isEmpty()) {
      return;
    }
    List<Waiter> asking = List.copyOf(waiting);
    Set<String> keys = asking.stream().map(Waiter::keyHash).collect(Collectors.toSet());
    Set<?> running = (Set<?>) commits.call(new Ask(() -> queries.inState(State.RUNNING, keys)));
    settle(asking.stream().filter(waiter -> !running.contains(waiter.keyHash())).toList());
  }

  private void settle(List<Waiter> settled) {
    for (Waiter waiter : settled) {
      if (waiting.remove(waiter)) {
        count.decrementAndGet();
        waiter.settled().complete(null);
      }
    }
  }
}

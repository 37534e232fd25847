package dev.surety.idempotency.internal;

import dev.surety.SuretyException;
import dev.surety.core.Core;
import dev.surety.core.GroupCommit;
import dev.surety.core.SweepOnDemand;
import dev.surety.core.Ticker;
import dev.surety.idempotency.Reservation.Ticket;
import dev.surety.idempotency.internal.Command.Ask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** What runs under the service: the store and its flushers, heartbeats, waiters and sweeps. */
final class Engine implements AutoCloseable {

  private static final Duration COUNTING_PAUSE = Duration.ofSeconds(1);
  private static final Duration RELEASING_PAUSE = Duration.ofSeconds(1);

  private final IdempotencyStore store;
  private final KeyQueries queries;
  private final GroupCommit<Command, Object> commits;
  private final LateReleases releases;
  private final Heartbeats heartbeats;
  private final Waiters waiters;
  private final Sweep sweep;
  private final ScheduledExecutorService scheduler;
  private final List<Ticker> tickers = new ArrayList<>();

  /** Starts everything. */
  Engine(Core core, IdempotencySettings settings) {
    this.store = new IdempotencyStore(core, settings, this::releaseLater);
    this.queries = new KeyQueries(core);
    this.commits =
        new GroupCommit<>(
            store, core.threads(), core.settings().queue(), core.settings().patience());
    this.releases = new LateReleases(commits);
    this.scheduler = core.scheduler();
    this.heartbeats = new Heartbeats(commits, scheduler, settings.maxWork());
    this.waiters = new Waiters(commits, queries, scheduler, settings);
    this.sweep = new Sweep(core, store.usage());
    tickers.add(
        new Ticker(scheduler, "counting shares", COUNTING_PAUSE, store.usage()::countLater));
    tickers.add(new Ticker(scheduler, "releasing keys", RELEASING_PAUSE, releases::again));
    if (settings.sweep()) {
      tickers.add(
          new Ticker(
              scheduler,
              "sweeping idempotency",
              settings.sweepInterval(),
              () -> sweep.run(settings.sweepInterval())));
    }
  }

  IdempotencyStore store() {
    return store;
  }

  Heartbeats heartbeats() {
    return heartbeats;
  }

  Waiters waiters() {
    return waiters;
  }

  /** Waits for a command's answer; throws what refuses it. */
  <T> T decide(Command command, Class<T> type) {
    Object answer = commits.call(command);
    if (answer instanceof SuretyException refusal) {
      throw refusal;
    }
    return type.cast(answer);
  }

  /** Waits for a rarely asked statement's answer. */
  @SuppressWarnings("unchecked")
  <T> T ask(Function<KeyQueries, T> question) {
    return (T) decide(new Ask(() -> question.apply(queries)), Object.class);
  }

  /** What this instance knows of each principal. */
  Shares shares() {
    return store.usage().shares();
  }

  /** Frees a key without waiting; again until the database has answered, else its lease ends. */
  void releaseLater(Ticket ticket) {
    releases.release(ticket);
  }

  /** Sweeps on a thread of Surety's and waits for it. */
  long sweep() {
    return SweepOnDemand.run(scheduler, sweep::run);
  }

  @Override
  public void close() {
    tickers.forEach(Ticker::close);
    sweep.close();
    waiters.close();
    heartbeats.close();
    releases.again();
    commits.close();
  }
}

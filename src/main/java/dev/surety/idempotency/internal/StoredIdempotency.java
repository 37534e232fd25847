package dev.surety.idempotency.internal;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import dev.surety.core.Core;
import dev.surety.core.Fingerprint;
import dev.surety.core.GroupCommit;
import dev.surety.core.Ticker;
import dev.surety.core.Transactions;
import dev.surety.core.Transactions.Outcome;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.KeySnapshot;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.Reservation.Ticket;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.Resolution;
import dev.surety.idempotency.Scope;
import dev.surety.idempotency.StoredResponse;
import dev.surety.idempotency.internal.Command.Ask;
import dev.surety.idempotency.internal.Command.Complete;
import dev.surety.idempotency.internal.Command.Release;
import dev.surety.idempotency.internal.Command.Renew;
import dev.surety.idempotency.internal.Command.Reserve;
import dev.surety.idempotency.internal.ScopedKey.Space;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The service on PostgreSQL; runs from its construction until it is closed. */
final class StoredIdempotency implements IdempotencyRuns, AutoCloseable {

  private static final Logger LOG = System.getLogger(StoredIdempotency.class.getName());
  private static final int LONGEST_NAME = 128;
  private static final Duration COUNTING_PAUSE = Duration.ofSeconds(1);

  private final IdempotencySettings settings;
  private final String application;
  private final Transactions transactions;
  private final IdempotencyStore store;
  private final KeyQueries queries;
  private final GroupCommit<Command, Object> commits;
  private final Heartbeats heartbeats;
  private final Waiters waiters;
  private final Sweep sweep;
  private final List<Ticker> tickers = new ArrayList<>();
  private final ScheduledExecutorService scheduler;
  private final Fingerprint fingerprint;

  StoredIdempotency(Core core, IdempotencySettings settings) {
    this.scheduler = core.scheduler();
    this.fingerprint = new Fingerprint(core.settings());
    this.settings = settings;
    this.application = core.settings().application();
    this.transactions = core.transactions();
    this.store = new IdempotencyStore(core, settings, this::handBack);
    this.queries = new KeyQueries(core);
    this.commits =
        new GroupCommit<>(
            store, core.threads(), core.settings().queue(), core.settings().patience());
    this.heartbeats = new Heartbeats(commits, core.scheduler(), settings.maxWork());
    this.waiters = new Waiters(commits, queries, core.scheduler(), settings);
    this.sweep = new Sweep(core, store.usage());
    tickers.add(
        new Ticker(core.scheduler(), "counting shares", COUNTING_PAUSE, store::countLater));
    if (settings.sweep()) {
      tickers.add(
          new Ticker(
              core.scheduler(), "sweeping idempotency", settings.sweepInterval(), sweep::run));
    }
  }

  @Override
  public Reservation reserve(Scope scope, String key, RequestHash requestHash) {
    return reserve(
        scope,
        key,
        requestHash,
        new ReserveOptions(settings.lease(), settings.ttl(), Recovery.RERUN));
  }

  @Override
  public Reservation reserve(
      Scope scope, String key, RequestHash requestHash, ReserveOptions options) {
    ScopedKey scoped = ScopedKey.of(Space.RESERVATIONS, application, scope, key);
    return decide(
        new Reserve(scoped, requestHash.hex(), UUID.randomUUID(), options), Reservation.class);
  }

  @Override
  public Completion complete(Reserved reserved, Answer answer) {
    return complete(reserved, State.COMPLETED, answer, false);
  }

  @Override
  public Completion completeInTransaction(Reserved reserved, Answer answer) {
    return complete(reserved, State.COMPLETED, answer, true);
  }

  @Override
  public Completion completeUnstored(Reserved reserved, int status, boolean inTransaction) {
    Answer tombstone = new Answer(status, Map.of(), new byte[0]);
    return complete(reserved, State.UNSTORED, tombstone, inTransaction);
  }

  @Override
  public boolean release(Reserved reserved) {
    return decide(new Release(reserved.ticket()), Boolean.class);
  }

  @Override
  public void releaseLater(Reserved reserved) {
    handBack(reserved.ticket());
  }

  @Override
  public boolean renew(Reserved reserved) {
    return decide(new Renew(reserved.ticket()), Boolean.class);
  }

  @Override
  public Heartbeat keepAlive(Reserved reserved) {
    return heartbeats.keep(reserved.ticket());
  }

  @Override
  public Optional<CompletableFuture<Void>> awaitOwner(Scope scope, String key) {
    return waiters.await(ScopedKey.of(Space.RESERVATIONS, application, scope, key));
  }

  @Override
  public Optional<KeySnapshot> find(Scope scope, String key) {
    ScopedKey scoped = ScopedKey.of(Space.RESERVATIONS, application, scope, key);
    return ask(() -> queries.find(scoped)).map(KeyRow::snapshot);
  }

  @Override
  public boolean resolve(Scope scope, String key, Resolution resolution, String by) {
    if (by.isBlank() || by.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("'by' names who decided, in 1 to 128 characters");
    }
    ScopedKey scoped = ScopedKey.of(Space.RESERVATIONS, application, scope, key);
    boolean resolved = ask(() -> queries.resolve(scoped, resolution, by, settings.ttl()));
    LOG.log(
        Level.INFO,
        "held key {0}: {1} by {2}{3}",
        fingerprint.of(scoped.keyHash()),
        resolution.getClass().getSimpleName(),
        fingerprint.of(by),
        resolved ? "" : " had no effect: it is not held");
    return resolved;
  }

  @Override
  public <T extends @Nullable Object> T once(
      Scope scope, String key, RequestHash requestHash, Type type, Callable<T> work)
      throws Exception {
    return new Once(this, transactions).run(reserve(scope, key, requestHash), type, work);
  }

  @Override
  public Optional<StoredResponse> get(Scope scope, String key) {
    ScopedKey scoped = ScopedKey.of(Space.SIMPLE_STORE, application, scope, key);
    return ask(() -> queries.find(scoped))
        .filter(row -> !row.expired())
        .map(KeyRow::storedResponse);
  }

  @Override
  public Optional<StoredResponse> putIfAbsent(
      Scope scope, String key, Answer answer, Duration ttl) {
    ScopedKey scoped = ScopedKey.of(Space.SIMPLE_STORE, application, scope, key);
    return ask(() -> queries.put(scoped, answer, ttl)).map(KeyRow::storedResponse);
  }

  @Override
  public long sweep() {
    try {
      return scheduler.submit(sweep::run).get();
    } catch (ExecutionException e) {
      throw new UnavailableException(
          "the sweep did not end; it runs again by itself", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while the sweep goes on", e);
    }
  }

  @Override
  public Map<State, Long> counts() {
    return ask(queries::counts);
  }

  @Override
  public IdempotencySettings settings() {
    return settings;
  }

  @Override
  public void close() {
    tickers.forEach(Ticker::close);
    waiters.close();
    heartbeats.close();
    commits.close();
  }

  private Completion complete(
      Reserved reserved, State state, Answer answer, boolean inTransaction) {
    Ticket ticket = reserved.ticket();
    if (!inTransaction) {
      Completion done = decide(new Complete(ticket, state, answer), Completion.class);
      if (done == Completion.COMPLETED) {
        store.usage().stored(ticket.ownerHash(), answer.bodyLength());
      }
      return done;
    }
    if (!transactions.active()) {
      throw new IllegalStateException("completeInTransaction needs an active transaction");
    }
    Completion done = store.complete(ticket, state, answer);
    transactions.whenEnded(
        outcome -> {
          if (outcome == Outcome.COMMITTED) {
            store.usage().stored(ticket.ownerHash(), answer.bodyLength());
          }
        });
    return done;
  }

  /** A caller gave up before its reservation was decided; nobody else should wait for its lease. */
  private void handBack(Ticket ticket) {
    commits.tell(new Release(ticket));
  }

  @SuppressWarnings("unchecked")
  private <T> T ask(Supplier<T> statement) {
    return (T) decide(new Ask(statement), Object.class);
  }

  private <T> T decide(Command command, Class<T> type) {
    Object answer = commits.call(command);
    if (answer instanceof SuretyException refusal) {
      throw refusal;
    }
    return type.cast(answer);
  }
}

package dev.surety.idempotency.internal;

import dev.surety.core.Core;
import dev.surety.core.Fingerprint;
import dev.surety.core.Transactions;
import dev.surety.core.Transactions.Outcome;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.Heartbeat;
import dev.surety.idempotency.KeySnapshot;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.Reservation.Ticket;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.Resolution;
import dev.surety.idempotency.Scope;
import dev.surety.idempotency.StoredResponse;
import dev.surety.idempotency.internal.Command.Complete;
import dev.surety.idempotency.internal.Command.Release;
import dev.surety.idempotency.internal.Command.Renew;
import dev.surety.idempotency.internal.Command.Reserve;
import dev.surety.idempotency.internal.Ruling.Decided;
import dev.surety.idempotency.internal.ScopedKey.Space;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The service on PostgreSQL; runs from its construction until it is closed. */
final class StoredIdempotency implements IdempotencyRuns, AutoCloseable {

  private static final Logger LOG = System.getLogger(StoredIdempotency.class.getName());

  /** What the database can keep of a name. */
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,128}");

  private final IdempotencySettings settings;
  private final String application;
  private final Transactions transactions;
  private final Fingerprint fingerprint;
  private final Engine engine;

  StoredIdempotency(Core core, IdempotencySettings settings) {
    this.settings = settings;
    this.application = core.settings().application();
    this.transactions = core.transactions();
    this.fingerprint = new Fingerprint(core.settings());
    this.engine = new Engine(core, settings);
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
    Object answer =
        engine.decide(
            new Reserve(scoped, requestHash.hex(), UUID.randomUUID(), options), Object.class);
    return answer instanceof Reservation reservation
        ? reservation
        : readAlone(scoped, requestHash.hex());
  }

  private Reservation readAlone(ScopedKey key, String requestHash) {
    return engine
        .ask(keys -> keys.find(key))
        .map(row -> Ruling.of(row, requestHash, settings.retryAfter()))
        .map(ruling -> ruling instanceof Decided decided ? decided.reservation() : null)
        .orElseGet(() -> new InFlight(settings.retryAfter()));
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
    return engine.decide(new Release(reserved.ticket()), Boolean.class);
  }

  @Override
  public void releaseLater(Reserved reserved) {
    engine.releaseLater(reserved.ticket());
  }

  @Override
  public boolean renew(Reserved reserved) {
    return engine.decide(new Renew(reserved.ticket()), Boolean.class);
  }

  @Override
  public Heartbeat keepAlive(Reserved reserved) {
    return engine.heartbeats().keep(reserved.ticket());
  }

  @Override
  public Optional<CompletableFuture<Void>> awaitOwner(Scope scope, String key) {
    return engine.waiters().await(ScopedKey.of(Space.RESERVATIONS, application, scope, key));
  }

  @Override
  public Optional<KeySnapshot> find(Scope scope, String key) {
    ScopedKey scoped = ScopedKey.of(Space.RESERVATIONS, application, scope, key);
    return engine.ask(keys -> keys.find(scoped)).map(KeyRow::snapshot);
  }

  @Override
  public boolean resolve(Scope scope, String key, Resolution resolution, String by) {
    if (!NAME.matcher(by).matches() || by.isBlank()) {
      throw new IllegalArgumentException(
          "'by' has "
              + by.length()
              + " characters; name who decided in 1 to 128, without control characters or lone"
              + " surrogates");
    }
    if (resolution instanceof Resolution.Answered answered) {
      check(answered.answer());
    }
    ScopedKey scoped = ScopedKey.of(Space.RESERVATIONS, application, scope, key);
    boolean resolved = engine.ask(keys -> keys.resolve(scoped, resolution, by, settings.ttl()));
    if (resolved && resolution instanceof Resolution.Answered answered) {
      engine.shares().stored(scoped.ownerHash(), answered.answer().bodyLength());
    }
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
    return engine
        .ask(keys -> keys.find(scoped))
        .filter(row -> !row.expired())
        .map(KeyRow::storedResponse);
  }

  @Override
  public Optional<StoredResponse> putIfAbsent(
      Scope scope, String key, Answer answer, Duration ttl) {
    ReserveOptions.checkLength("ttl", ttl);
    check(answer);
    ScopedKey scoped = ScopedKey.of(Space.SIMPLE_STORE, application, scope, key);
    KeyQueries.Put put = engine.ask(keys -> keys.put(scoped, answer, ttl));
    // Counted and not limited.
    engine.shares().inserted(scoped.ownerHash(), put.fresh() ? 1 : 0);
    engine.shares().stored(scoped.ownerHash(), put.bytes());
    return put.earlier().map(KeyRow::storedResponse);
  }

  @Override
  public long sweep() {
    return engine.sweep();
  }

  @Override
  public Map<State, Long> counts() {
    return engine.ask(KeyQueries::counts);
  }

  @Override
  public IdempotencySettings settings() {
    return settings;
  }

  @Override
  public void close() {
    engine.close();
  }

  private Completion complete(
      Reserved reserved, State state, Answer answer, boolean inTransaction) {
    check(answer);
    Ticket ticket = reserved.ticket();
    if (!inTransaction) {
      Completion done = engine.decide(new Complete(ticket, state, answer), Completion.class);
      if (done == Completion.COMPLETED) {
        engine.shares().stored(ticket.ownerHash(), answer.bodyLength());
      }
      return done;
    }
    if (!transactions.active()) {
      throw new IllegalStateException("completeInTransaction needs an active transaction");
    }
    Completion done = engine.store().completeJoined(ticket, state, answer);
    transactions.whenEnded(
        outcome -> {
          if (outcome == Outcome.COMMITTED) {
            engine.shares().stored(ticket.ownerHash(), answer.bodyLength());
          }
        });
    return done;
  }

  private void check(Answer answer) {
    if (answer.bodyLength() > settings.maxAnswer()) {
      throw new IllegalArgumentException(
          "the answer has "
              + answer.bodyLength()
              + " bytes; surety.idempotency.max-answer allows "
              + settings.maxAnswer());
    }
    StoredHeadersJson.check(answer.headers());
  }
}

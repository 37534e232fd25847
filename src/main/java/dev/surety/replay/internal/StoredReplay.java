package dev.surety.replay.internal;

import dev.surety.core.Core;
import dev.surety.core.GroupCommit;
import dev.surety.core.SweepOnDemand;
import dev.surety.core.TableNames;
import dev.surety.core.Ticker;
import dev.surety.replay.Acceptance;
import dev.surety.replay.KeyId;
import dev.surety.replay.NewKeyIds;
import dev.surety.replay.ReplayStore;
import dev.surety.replay.internal.Command.Accept;
import dev.surety.replay.internal.Command.Count;
import dev.surety.replay.internal.Command.Lifetime;
import dev.surety.replay.internal.Command.Remember;
import dev.surety.replay.internal.Command.Seen;
import dev.surety.replay.internal.NonceStore.Live;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A store on PostgreSQL; runs from its construction until it is closed. */
final class StoredReplay implements ReplayStore, AutoCloseable {

  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration LAST_SETTLING = Duration.ofSeconds(5);
  private static final int MOST_LOOKS = 100;
  private static final Logger LOG = System.getLogger(StoredReplay.class.getName());

  private final ReplaySettings settings;
  private final String application;
  private final String salt;
  private final GroupCommit<Command, Object> commits;
  private final Grants grants;
  private final Settling settling;
  private final Sweep sweep;
  private final ScheduledExecutorService scheduler;
  private final List<Ticker> tickers = new ArrayList<>();

  /**
   * @param names name the tables of this store
   * @param salt the database's, for the hashes of nonces
   * @param rises is told of rises of new key ids
   */
  StoredReplay(
      Core core,
      TableNames names,
      ReplaySettings settings,
      String salt,
      Consumer<NewKeyIds> rises) {
    this.settings = settings;
    this.salt = salt;
    this.application = core.settings().application();
    this.scheduler = core.scheduler();
    NonceStatements statements = new NonceStatements(core, names, settings);
    this.grants = new Grants(settings.globalCap() == 0 ? "" : statements.totalHash());
    // Observers may take their time, and no caller waits for them.
    NewKeys newKeys = new NewKeys(settings, System::nanoTime, rise -> tell(rises, rise));
    this.commits =
        new GroupCommit<>(
            new NonceStore(statements, core.ownTransactions(), settings, grants, newKeys::seen),
            core.threads(),
            core.settings().queue(),
            core.settings().patience());
    this.settling = new Settling(statements, core.ownTransactions(), settings, grants);
    tickers.add(new Ticker(scheduler, "settling nonces", PERIOD, settling::run));
    this.sweep =
        new Sweep(
            statements,
            core.ownTransactions(),
            new SweepPace(settings.skew()),
            names.in("\"surety_replay\""));
    if (settings.sweep()) {
      tickers.add(
          new Ticker(
              scheduler,
              "sweeping nonces",
              settings.sweepInterval(),
              () -> sweep.run(SweepOnDemand.LONGEST)));
    }
  }

  @Override
  public Expiries expiries() {
    return new Expiries(settings.skew(), settings.longestSpan());
  }

  @Override
  public Acceptance accept(KeyId keyId, String nonce, Instant expiresAt) {
    return (Acceptance) commits.call(new Accept(keyed(keyId, nonce), lifetime(expiresAt)));
  }

  @Override
  public boolean atCapacity(KeyId keyId) {
    String keyHash = KeyedNonce.keyHash(application, keyId);
    return !grants.hasFree(keyHash) && live(keyHash).isFull(settings);
  }

  @Override
  public boolean seen(KeyId keyId, String nonce) {
    return (Boolean) commits.call(new Seen(keyed(keyId, nonce)));
  }

  @Override
  public boolean remember(KeyId keyId, String nonce, Instant expiresAt) {
    return (Boolean) commits.call(new Remember(keyed(keyId, nonce), lifetime(expiresAt)));
  }

  @Override
  public long liveCount(KeyId keyId) {
    String keyHash = KeyedNonce.keyHash(application, keyId);
    Live live = live(keyHash);
    for (int again = 0; !live.certain() && again < MOST_LOOKS; again++) {
      live = live(keyHash);
    }
    return live.ofKey();
  }

  @Override
  public long sweep() {
    return SweepOnDemand.run(scheduler, sweep::runRound);
  }

  /** Settles what was used until now; runs by itself as well. */
  void settle() {
    settling.run();
  }

  @Override
  public void close() {
    tickers.forEach(Ticker::close);
    sweep.close();
    commits.close();
    handBack();
  }

  private Live live(String keyHash) {
    return (Live) commits.call(new Count(keyHash));
  }

  /** What cannot be handed back now comes back by expiry. */
  private void handBack() {
    try {
      scheduler.submit(settling::end).get(LAST_SETTLING.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException
        | TimeoutException
        | RejectedExecutionException
        | CancellationException e) {
      LOG.log(Level.DEBUG, "permits are left to expire", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was accepted stays so, also where nobody hears of it any more. */
  private void tell(Consumer<NewKeyIds> rises, NewKeyIds rise) {
    try {
      scheduler.execute(() -> rises.accept(rise));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "nobody is told of new key ids", e);
    }
  }

  private KeyedNonce keyed(KeyId keyId, String nonce) {
    return KeyedNonce.of(application, salt, keyId, nonce);
  }

  private Lifetime lifetime(Instant expiresAt) {
    return Lifetime.of(expiresAt, settings.skew());
  }
}

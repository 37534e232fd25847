package dev.surety.keys.internal;

import dev.surety.SuretyException;
import dev.surety.core.Core;
import dev.surety.core.GroupCommit;
import dev.surety.core.SweepOnDemand;
import dev.surety.core.Ticker;
import dev.surety.keys.KeyChange;
import dev.surety.keys.KeyEncryptionKeys;
import dev.surety.keys.KeyInfo;
import dev.surety.keys.KeyRings;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.keys.Tokens;
import dev.surety.keys.internal.Command.Audit;
import dev.surety.keys.internal.Command.Change;
import dev.surety.keys.internal.Command.Describe;
import dev.surety.keys.internal.Command.Load;
import dev.surety.keys.internal.Command.Outdated;
import dev.surety.keys.internal.Command.Rewrap;
import dev.surety.keys.internal.KeyStatements.Stored;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** The part at work, from its construction until it is closed. */
final class StoredKeys implements AutoCloseable {

  private static final Logger LOG = System.getLogger(StoredKeys.class.getName());

  private final Graces graces;
  private final Vault vault;
  private final GroupCommit<Command, Object> commits;
  private final Attempts attempts;
  private final RingCache cache;
  private final Housekeeping housekeeping;
  private final ScheduledExecutorService scheduler;
  private final List<Ticker> tickers = new ArrayList<>();
  private final InstantSource clock;
  private final Tokens tokens;
  private final MacKeys macKeys;

  /**
   * @param encryptionKeys the application's, or the configured ones
   * @param used whether the application can come to use keys
   * @throws SuretyException if there are secrets, or can come to be, that cannot be encrypted or
   *     decrypted
   */
  StoredKeys(
      Core core,
      KeySettings settings,
      Optional<KeyEncryptionKeys> encryptionKeys,
      boolean used,
      RetriedChange retried) {
    this.graces = settings.graces();
    this.vault = new Vault(encryptionKeys, settings.plaintext(), core.settings().application());
    this.attempts = new Attempts(retried);
    this.scheduler = core.scheduler();
    KeyStatements statements = new KeyStatements(core);
    check(core, statements, used);
    this.commits = commits(core, statements);
    this.cache = cache(core, settings);
    this.clock = core.clock()::now;
    this.tokens = new StoredTokens(cache, clock);
    this.macKeys = new StoredMacKeys(cache, clock);
    this.housekeeping =
        new Housekeeping(statements, core.ownTransactions(), cache, settings.auditMemory());
    startTickers(settings);
  }

  private GroupCommit<Command, Object> commits(Core core, KeyStatements statements) {
    KeyDescriptions descriptions = new KeyDescriptions(vault, core.settings());
    return new GroupCommit<>(
        new KeyStore(statements, core.ownTransactions(), vault, descriptions),
        core.threads(),
        core.settings().queue(),
        core.settings().patience());
  }

  private RingCache cache(Core core, KeySettings settings) {
    return new RingCache(
        ring -> commits.submit(new Load(ring)).thenApply(RingView.class::cast),
        settings.cache(),
        core.settings().patience(),
        System::nanoTime);
  }

  /** Fails now rather than with the first token. */
  private void check(Core core, KeyStatements statements, boolean used) {
    List<Stored> samples = core.ownTransactions().run(statements::samples);
    if (used || !samples.isEmpty()) {
      vault.check();
      if (vault.currentId().isEmpty()) {
        LOG.log(Level.WARNING, "secrets of keys are stored as plaintext, as is configured");
      }
    }
    for (Stored sample : samples) {
      Arrays.fill(vault.open(sample.ring(), sample.kid(), sample.sealed()), (byte) 0);
    }
  }

  private void startTickers(KeySettings settings) {
    tickers.add(
        new Ticker(
            scheduler, "noting which keys are used", settings.usageInterval(), this::noteUse));
    if (settings.sweep()) {
      tickers.add(
          new Ticker(
              scheduler,
              "sweeping keys",
              settings.sweepInterval(),
              () -> housekeeping.run(SweepOnDemand.LONGEST)));
    }
  }

  /**
   * @param who is named in the audit, asked on the caller's thread
   */
  KeyRings rings(Supplier<String> who) {
    return new StoredKeyRings(this, graces, who);
  }

  Tokens tokens() {
    return tokens;
  }

  MacKeys macKeys() {
    return macKeys;
  }

  /** The database's time. */
  Instant now() {
    return clock.instant();
  }

  Sealed seal(Ring ring, String kid, Secret secret) {
    return vault.seal(ring, kid, secret);
  }

  /** Makes a change, and forgets what is kept of its ring, whatever became of it. */
  <T> T change(Change change, Class<T> answer) {
    Object decided;
    try {
      decided = attempts.run(() -> commits.call(change));
    } finally {
      cache.forget(change.ring());
    }
    checkUse(change.ring(), decided);
    if (decided == Ruling.Unseeded.RING) {
      throw RingMisuse.unseeded(change.ring());
    }
    return answer.cast(decided);
  }

  List<KeyInfo> describe(Ring ring, String kid) {
    Object described = commits.call(new Describe(ring, kid));
    checkUse(ring, described);
    return list(described, KeyInfo.class);
  }

  List<KeyChange> audit(Ring ring) {
    Object found = commits.call(new Audit(ring));
    checkUse(ring, found);
    return list(found, KeyChange.class);
  }

  long rewrap(String who) {
    String current = vault.currentId();
    if (current.isEmpty()) {
      throw new SuretyException("there is no key-encryption key to encrypt secrets under");
    }
    return list(commits.call(new Outdated(current)), Ring.class).stream()
        .mapToLong(ring -> rewrap(new Rewrap(ring, who)))
        .sum();
  }

  /** A transaction has a bound, a ring has none. */
  private long rewrap(Rewrap ring) {
    long all = 0;
    long batch;
    do {
      batch = change(ring, Long.class);
      all += batch;
    } while (batch > 0);
    return all;
  }

  long sweep() {
    return SweepOnDemand.run(scheduler, housekeeping::run);
  }

  /** Notes which keys were used; runs by itself as well. */
  void noteUse() {
    housekeeping.noteUse();
  }

  @Override
  public void close() {
    tickers.forEach(Ticker::close);
    housekeeping.close();
    commits.close();
  }

  private static void checkUse(Ring ring, Object answer) {
    if (answer instanceof KeyStore.WrongUse wrong) {
      RingMisuse.checkUse(ring, wrong.actual());
    }
  }

  private static <T> List<T> list(Object answer, Class<T> element) {
    return ((List<?>) answer).stream().map(element::cast).toList();
  }
}

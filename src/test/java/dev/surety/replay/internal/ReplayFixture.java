package dev.surety.replay.internal;

import dev.surety.core.Core;
import dev.surety.replay.KeyId;
import dev.surety.replay.NewKeyIds;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MapConfig;
import dev.surety.testing.MovedTime;
import dev.surety.testing.PlainSql;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Instances of a store on tables of its own, at a time that the test moves. */
final class ReplayFixture implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-04-18T14:00:00Z");
  static final Instant SOON = NOW.plusSeconds(300);

  final Collection<NewKeyIds> rises = new ConcurrentLinkedQueue<>();

  private final MovedTime time;
  private final LocalUnit unit;

  ReplayFixture(TestDatabase database) {
    this.time = new MovedTime(database, NOW);
    this.unit = new LocalUnit(time.database());
  }

  StoredReplay instance(String application, Map<String, String> config) {
    Core core = core(application, config);
    return new StoredReplay(
        core, core.names(), ReplaySettings.of(new MapConfig(config)), salt(), rises::add);
  }

  ReplayStores instances(String application, Map<String, String> config) {
    return new ReplayStores(core(application, config), rises::add);
  }

  Core core(String application, Map<String, String> config) {
    return unit.core(application, new ReplayPart(), config);
  }

  /** An instance that never settles. */
  NonceStore flush(String application, Map<String, String> config) {
    Core core = core(application, config);
    ReplaySettings settings = ReplaySettings.of(new MapConfig(config));
    return new NonceStore(
        new NonceStatements(core, core.names(), settings),
        core.ownTransactions(),
        settings,
        new Grants(settings.globalCap() == 0 ? "" : KeyedNonce.totalHash(application)),
        keys -> {});
  }

  Command accept(String application, KeyId key, String nonce, Instant expiresAt) {
    return new Command.Accept(
        nonce(application, key, nonce), Command.Lifetime.of(expiresAt, Duration.ofSeconds(60)));
  }

  KeyedNonce nonce(String application, KeyId key, String nonce) {
    return KeyedNonce.of(application, salt(), key, nonce);
  }

  private String salt() {
    return text("SELECT salt FROM surety_schema WHERE part = 'replay'");
  }

  /** Makes connections break once a single statement has committed. */
  void loseAnswers(boolean lose) {
    unit.loseAnswers(lose);
  }

  void pass(Duration since) {
    time.to(NOW.plus(since));
  }

  Connection connection() throws SQLException {
    return time.database().dataSource().getConnection();
  }

  long number(String sql) {
    return Long.parseLong(text(sql));
  }

  String text(String sql) {
    return new PlainSql(time.database()).text(sql);
  }

  void execute(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    unit.close();
  }
}

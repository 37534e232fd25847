package dev.surety.keys.internal;

import dev.surety.core.Core;
import dev.surety.keys.KeyEncryptionKeys;
import dev.surety.keys.KeyRings;
import dev.surety.keys.Secret;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MapConfig;
import dev.surety.testing.MovedTime;
import dev.surety.testing.PlainSql;
import dev.surety.testing.TestDatabase;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Instances of the part on tables of their own, at a time that the test moves. */
final class KeysFixture implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-04-18T14:00:00Z");
  static final Duration DAY = Duration.ofHours(24);

  /** 32 bytes, as a test of nothing secret may show them. */
  static final String KEK = "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";

  static final String OTHER_KEK = "dnV0c3JxcG9ubWxramloZ2ZlZGNiYTk4NzY1NDMyMTA=";

  /** Configures the first key-encryption key. */
  static final Map<String, String> FIRST = Map.of("surety.keys.encryption-key", KEK);

  /** Configures the next one, beside the first. */
  static final Map<String, String> NEXT =
      Map.of(
          "surety.keys.encryption-key",
          OTHER_KEK,
          "surety.keys.encryption-key-id",
          "kek-2",
          "surety.keys.old-encryption-keys",
          "kek-1:" + KEK);

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<Core> cores = new ArrayList<>();
  private final @Nullable MovedTime time;
  private final TestDatabase database;
  private final LocalUnit unit;

  KeysFixture(TestDatabase database) {
    this(new MovedTime(database, NOW));
  }

  private KeysFixture(MovedTime time) {
    this.time = time;
    this.database = time.database();
    this.unit = new LocalUnit(database);
  }

  private KeysFixture(TestDatabase database, LocalUnit unit) {
    this.time = null;
    this.database = database;
    this.unit = unit;
  }

  /** At the server's own time, on the tables that all such fixtures share. */
  static KeysFixture inRealTime(TestDatabase database) {
    return new KeysFixture(database, new LocalUnit(database));
  }

  /** With a key-encryption key, unless the configuration says something of one. */
  StoredKeys instance(String application, Map<String, String> config) {
    Map<String, String> all = new HashMap<>(config);
    if (config.keySet().stream()
        .noneMatch(key -> key.contains("encryption") || key.contains("plain"))) {
      all.putAll(FIRST);
    }
    return open(application, all, true);
  }

  /** With exactly this configuration. */
  StoredKeys open(String application, Map<String, String> config, boolean used) {
    KeySettings settings = KeySettings.of(new MapConfig(config));
    return open(application, settings, ConfiguredKeys.of(settings), used);
  }

  StoredKeys open(
      String application,
      KeySettings settings,
      Optional<KeyEncryptionKeys> encryptionKeys,
      boolean used) {
    Core core = core(application);
    cores.add(core);
    return new StoredKeys(core, settings, encryptionKeys, used, new RetriedChange());
  }

  Core core(String application) {
    return unit.core(application, new KeysPart(), Map.of());
  }

  static KeyRings rings(StoredKeys keys) {
    return keys.rings(() -> "tester");
  }

  static Secret secret() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Secret.ofBytes(bytes);
  }

  void pass(Duration since) {
    Instant then = NOW.plus(since);
    Objects.requireNonNull(time).to(then);
    // Each clock hears of it with its next quick transaction.
    for (Core core : cores) {
      do {
        core.ownTransactions().run(() -> true);
      } while (Duration.between(core.clock().now(), then).abs().compareTo(MINUTE) > 0);
    }
  }

  Connection connection() throws SQLException {
    return database.dataSource().getConnection();
  }

  String text(String sql) {
    return new PlainSql(database).text(sql);
  }

  long number(String sql) {
    return Long.parseLong(text(sql));
  }

  int execute(String sql) {
    return new PlainSql(database).execute(sql);
  }

  @Override
  public void close() {
    unit.close();
  }
}

package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.ANSWER;
import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.execute;
import static dev.surety.idempotency.internal.StoreFixture.number;
import static dev.surety.idempotency.internal.StoreFixture.reserved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.core.Core;
import dev.surety.core.SqlFile;
import dev.surety.core.TableNames;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.Scope;
import dev.surety.testing.MapConfig;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a sweep reads, drops and tells. */
class SweepStoreTest {

  private static StoreFixture fixture;

  private final String application = "app-" + UUID.randomUUID();
  private final Scope alice = new Scope("", "", "alice", "POST /orders");

  @BeforeAll
  static void start() {
    fixture = new StoreFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void sweep_takesDueRowsFromTheIndexInItsOrder() throws SQLException {
    fixture.instance(application, Map.of()).close();
    TableNames names =
        new TableNames(
            "",
            Map.of(
                "surety_schema", "surety_schema",
                "surety_idempotency", "surety_idempotency",
                "surety_idempotency_usage", "surety_idempotency_usage"));
    String limits =
        new SqlFile("core", names)
            .get("limits")
            .replace("?3", "'infinity'")
            .replaceAll("\\?\\d", "'2s'");
    String sweep = new SqlFile("idempotency", names).get("sweep").replace("?1", "$1");
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(limits);
      statement.execute("PREPARE sweep AS " + sweep);
      assertThat(lines(statement, "EXPLAIN EXECUTE sweep ('shop')"))
          .anyMatch(line -> line.contains("Index Scan using surety_idempotency_sweep"))
          .anyMatch(line -> line.contains("Index Cond") && line.contains("sweep_at"))
          .as("a sort would read the whole backlog for each batch")
          .noneMatch(line -> line.contains("Sort"));
      connection.rollback();
    }
  }

  @Test
  void rowThatIsOnlyPostponed_isNotCounted() {
    try (var service = fixture.instance(application, Map.of())) {
      service.complete(reserved(service.reserve(alice, "k0", HASH)), ANSWER);
      age("k0", "sweep_at", "49 hours");
      assertThat(service.sweep()).isZero();
      assertThat(service.get(alice, "k0")).isEmpty();
      age("k0", "expires_at", "25 hours");
      age("k0", "sweep_at", "25 hours");
      assertThat(service.sweep()).isEqualTo(1);
    }
  }

  @Test
  void rowsBeyondOneBatch_areAllDropped() {
    try (var service = fixture.instance(application, Map.of())) {
      service.reserve(alice, "k0", HASH);
      insertDue(450);
      assertThat(service.sweep()).isEqualTo(450);
    }
  }

  @Test
  void run_goesOnWhileThereIsMore_atMostForItsTime() {
    try (var service = fixture.instance(application, Map.of())) {
      service.reserve(alice, "k0", HASH);
      insertDue(10_000);
      assertThat(sweep().run(Duration.ZERO)).isEqualTo(200);
      assertThat(sweep().run(Duration.ofMinutes(1))).isEqualTo(9_800);
    }
  }

  @Test
  void closedSweep_endsAfterItsBatch() {
    try (var service = fixture.instance(application, Map.of())) {
      service.reserve(alice, "k0", HASH);
      insertDue(500);
      Sweep sweep = sweep();
      sweep.close();
      assertThat(sweep.run(Duration.ofMinutes(1))).isEqualTo(200);
    }
  }

  @Test
  void postponedRow_isLookedAtWhenSomethingIsOver_notEveryDay() {
    try (var service = fixture.instance(application, Map.of())) {
      ReserveOptions month =
          new ReserveOptions(Duration.ofMinutes(1), Duration.ofDays(31), Recovery.RERUN);
      service.complete(reserved(service.reserve(alice, "k0", HASH, month)), ANSWER);
      age("k0", "sweep_at", "32 days");
      assertThat(service.sweep()).isZero();
      assertThat(swept("sweep_at = expires_at")).isEqualTo(1);
      age("k0", "expires_at", "32 days");
      age("k0", "sweep_at", "32 days");
      assertThat(service.sweep()).isEqualTo(1);
      assertThat(swept("sweep_at = retain_until AND state = 'expired'")).isEqualTo(1);
    }
  }

  @Test
  void heldRow_isLookedAtDaily_becauseADecisionMovesItsEnd() {
    try (var service = fixture.instance(application, Map.of())) {
      ReserveOptions hold =
          new ReserveOptions(Duration.ofSeconds(1), Duration.ofHours(1), Recovery.HOLD);
      service.reserve(alice, "k0", HASH, hold);
      age("k0", "sweep_at", "2 hours");
      assertThat(service.sweep()).isZero();
      assertThat(swept("sweep_at BETWEEN now() + interval '23 h' AND now() + interval '1 day'"))
          .isEqualTo(1);
    }
  }

  @Test
  void runWithAShorterTimeToLive_isSweptByThat() {
    try (var service = fixture.instance(application, Map.of())) {
      ReserveOptions month =
          new ReserveOptions(Duration.ofMinutes(1), Duration.ofDays(31), Recovery.RERUN);
      ReserveOptions hour =
          new ReserveOptions(Duration.ofMinutes(1), Duration.ofHours(1), Recovery.RERUN);
      service.release(reserved(service.reserve(alice, "k0", HASH, month)));
      service.complete(reserved(service.reserve(alice, "k0", HASH, hour)), ANSWER);
      assertThat(swept("sweep_at < now() + interval '62 minutes'")).isEqualTo(1);
    }
  }

  @Test
  void sharesOfManyPrincipals_areAllCounted_andForgotten() {
    Core core = fixture.unit().core(application, new IdempotencyPart(), Map.of());
    IdempotencySettings settings = IdempotencySettings.of(new MapConfig(Map.of()));
    IdempotencyStore store = new IdempotencyStore(core, settings, ticket -> {});
    for (int i = 0; i < 10_500; i++) {
      store.usage().shares().stored(owner(i), 7);
    }
    store.usage().countLater();
    assertThat(
            number(
                "SELECT count(*) FROM surety_idempotency_usage WHERE stored_bytes = 7 AND application = '"
                    + application
                    + "'"))
        .isEqualTo(10_500);
    assertThat(store.usage().shares().known()).isZero();
  }

  @Test
  void countersThatCountNothing_areAllDropped_evenIfKeysCannotBeSwept() {
    try (var service = fixture.instance(application, Map.of())) {
      execute(
          "INSERT INTO surety_idempotency_usage SELECT sha256(CAST('"
              + application
              + "' || g AS bytea)), '"
              + application
              + "', 0, 0, now() - interval '2 hours', 0 FROM generate_series(1, 5000) g");
      service.reserve(alice, "k0", HASH);
      age("k0", "sweep_at", "49 hours");
      execute(
          "ALTER TABLE surety_idempotency ADD CONSTRAINT broken CHECK (state <> 'running') NOT VALID");
      try {
        assertThatThrownBy(service::sweep).hasStackTraceContaining("broken");
      } finally {
        execute("ALTER TABLE surety_idempotency DROP CONSTRAINT broken");
      }
      assertThat(
              number(
                  "SELECT count(*) FROM surety_idempotency_usage WHERE live_rows = 0 AND application = '"
                      + application
                      + "'"))
          .isZero();
    }
  }

  /** Rows like the application's only one, their time over. */
  private void insertDue(int rows) {
    execute(
        "INSERT INTO surety_idempotency SELECT (jsonb_populate_record(r, jsonb_build_object("
            + "'key_hash', '\\x' || md5(r.application || g), 'sweep_at', now() - interval '1 day',"
            + " 'retain_until', now() - interval '1 day'))).*"
            + " FROM surety_idempotency r, generate_series(1, "
            + rows
            + ") g WHERE application = '"
            + application
            + "'");
  }

  private Sweep sweep() {
    Core core = fixture.unit().core(application, new IdempotencyPart(), Map.of());
    IdempotencySettings settings = IdempotencySettings.of(new MapConfig(Map.of()));
    SqlFile statements = new SqlFile("idempotency", core.names());
    return new Sweep(core, new Usage(core, statements, settings));
  }

  private long swept(String condition) {
    return number(
        "SELECT count(*) FROM surety_idempotency WHERE application = '"
            + application
            + "' AND "
            + condition);
  }

  private String owner(int number) {
    return RequestHash.of(StoreFixture.bytes(application + number)).hex();
  }

  private void age(String key, String column, String by) {
    StoreFixture.age(
        ScopedKey.of(ScopedKey.Space.RESERVATIONS, application, alice, key), column, by);
  }

  private static List<String> lines(Statement statement, String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }
}

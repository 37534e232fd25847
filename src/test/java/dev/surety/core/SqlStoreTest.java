package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.idempotency.internal.IdempotencyPart;
import dev.surety.keys.internal.KeysPart;
import dev.surety.replay.internal.ReplayPart;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.TestDatabase;
import dev.surety.webhook.internal.WebhookPart;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements and tables, under default and under configured names. */
class SqlStoreTest {

  private static final Map<String, String> CUSTOM =
      Map.of(
          "surety.idempotency.table", "billing_keys",
          "surety.idempotency.usage-table",
              "billing_a_name_as_long_as_names_may_be_in_postgresql_63_bytes");

  private static final Map<String, String> CUSTOM_REPLAY =
      Map.of(
          "surety.replay.table",
          "billing_nonces",
          "surety.replay.key-table",
          "billing_another_name_as_long_as_names_may_be_in_postgresql_63_b");

  private static final Map<String, String> CUSTOM_KEYS =
      Map.of(
          "surety.keys.table",
          "billing_hmac_keys_whose_name_is_as_long_as_names_may_be_in_post",
          "surety.keys.ring-table",
          "billing_rings",
          "surety.keys.audit-table",
          "billing_audit");

  private static final Map<String, String> CUSTOM_WEBHOOKS =
      Map.of(
          "surety.webhook.table", "billing_queue",
          "surety.webhook.message-table", "billing_queued_messages",
          "surety.webhook.dedup-table", "billing_taken",
          "surety.webhook.sequence-table", "billing_numbers",
          "surety.webhook.circuit-table", "billing_circuits",
          "surety.webhook.endpoint-table",
              "billing_endpoints_whose_name_is_as_long_as_names_may_be_in_post",
          "surety.webhook.log-table", "billing_log",
          "surety.webhook.worker-table", "billing_workers");

  private final StoredPart part = new IdempotencyPart();
  private LocalUnit unit;

  @BeforeEach
  void open() {
    unit = new LocalUnit(TestDatabase.shared());
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void everyStatement_isAcceptedByTheDatabase_underDefaultAndConfiguredNames() throws SQLException {
    for (Map<String, String> config : java.util.List.of(Map.<String, String>of(), CUSTOM)) {
      Core core = unit.core("names", part, config);
      prepareAll(new SqlFile("core", core.names()));
      prepareAll(new SqlFile(part.name(), core.names()));
    }
  }

  @Test
  void everyReplayStatement_isAcceptedByTheDatabase_andItsTablesAreVerified() throws SQLException {
    StoredPart replay = new ReplayPart();
    for (Map<String, String> config : java.util.List.of(Map.<String, String>of(), CUSTOM_REPLAY)) {
      Core core = unit.core("names", replay, config);
      prepareAll(new SqlFile(replay.name(), core.names()));
      Schema schema = new Schema(unit.transactions(), unit.database(), core.names());
      schema.verify(replay.name());
      schema.verifyVersion(replay.name(), replay.schemaVersion());
    }
  }

  @Test
  void everyKeysStatement_isAcceptedByTheDatabase_andItsTablesAreVerified() throws SQLException {
    StoredPart keys = new KeysPart();
    for (Map<String, String> config : java.util.List.of(Map.<String, String>of(), CUSTOM_KEYS)) {
      Core core = unit.core("names", keys, config);
      prepareAll(new SqlFile(keys.name(), core.names()));
      Schema schema = new Schema(unit.transactions(), unit.database(), core.names());
      schema.verify(keys.name());
      schema.verifyVersion(keys.name(), keys.schemaVersion());
    }
  }

  @Test
  void everyWebhookStatement_isAcceptedByTheDatabase_andItsTablesAreVerified() throws SQLException {
    StoredPart webhooks = new WebhookPart();
    for (Map<String, String> config :
        java.util.List.of(Map.<String, String>of(), CUSTOM_WEBHOOKS)) {
      Core core = unit.core("names", webhooks, config);
      prepareAll(new SqlFile(webhooks.name(), core.names()));
      Schema schema = new Schema(unit.transactions(), unit.database(), core.names());
      schema.verify(webhooks.name());
      schema.verifyVersion(webhooks.name(), webhooks.schemaVersion());
    }
  }

  @Test
  void partOfManyFiles_hasTheStatementsOfAll() {
    TableNames names = unit.core("names", new WebhookPart(), Map.of()).names();
    assertThat(new SqlFile("webhook", names).all())
        .containsKeys("send", "claim", "circuit_make", "sweep_log");
  }

  @Test
  void missingIndexOfTheActiveKey_isNamed() throws SQLException {
    Core core =
        unit.core(
            "names",
            new KeysPart(),
            Map.of(
                "surety.keys.table", "unguarded",
                "surety.keys.ring-table", "unguarded_ring",
                "surety.keys.audit-table", "unguarded_audit"));
    execute("DROP INDEX unguarded_active");
    Schema schema = new Schema(unit.transactions(), unit.database(), core.names());
    assertThatThrownBy(() -> schema.verify("keys"))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining(
            "lacks 'unique index btree (application, key_ring) WHERE (state = 'active'::text)'")
        .hasMessageContaining("keys.sql");
    execute("DROP TABLE unguarded, unguarded_ring, unguarded_audit");
  }

  @Test
  void tablesAsCreated_areVerified_underDefaultAndConfiguredNames() {
    for (Map<String, String> config : java.util.List.of(Map.<String, String>of(), CUSTOM)) {
      Core core = unit.core("names", part, config);
      Schema schema = new Schema(unit.transactions(), unit.database(), core.names());
      schema.verify("core");
      schema.verify(part.name());
      schema.verifyVersion(part.name(), part.schemaVersion());
      assertThatThrownBy(() -> schema.verifyVersion(part.name(), 99))
          .isInstanceOf(SuretyException.class)
          .hasMessageContaining("have schema version 1, this jar needs 99");
    }
  }

  @Test
  void everyDifference_isNamed() throws SQLException {
    Core core =
        unit.core(
            "names",
            part,
            Map.of(
                "surety.idempotency.table", "drifted",
                "surety.idempotency.usage-table", "drifted_usage"));
    execute(
        "ALTER TABLE drifted ALTER COLUMN attempt TYPE bigint;"
            + " ALTER TABLE drifted ALTER COLUMN state TYPE text COLLATE \"default\";"
            + " ALTER TABLE drifted DROP CONSTRAINT drifted_pkey;"
            + " ALTER TABLE drifted DROP COLUMN headers;"
            + " DROP TABLE drifted_usage");
    Schema schema = new Schema(unit.transactions(), unit.database(), core.names());
    assertThatThrownBy(() -> schema.verify("idempotency"))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining(
            "expects 'attempt integer not null' but has 'attempt bigint not null'")
        .hasMessageContaining(
            "expects 'state text collate C not null' but has 'state text not null'")
        .hasMessageContaining("lacks 'primary key btree (key_hash)'")
        .hasMessageContaining("lacks 'headers text'")
        .hasMessageContaining("table \"drifted_usage\" is missing")
        .hasMessageContaining("idempotency.sql");
    execute("DROP TABLE drifted");
  }

  @Test
  void configuredSchema_qualifiesEveryTable() {
    TableNames names = new TableNames("billing", Map.of("surety_idempotency", "keys"));
    assertThat(names.in("SELECT 1 FROM \"surety_idempotency\""))
        .isEqualTo("SELECT 1 FROM \"billing\".\"keys\"");
    assertThat(names.in("CREATE INDEX \"surety_idempotency_sweep\" ON \"surety_idempotency\""))
        .isEqualTo("CREATE INDEX \"keys_sweep\" ON \"billing\".\"keys\"");
  }

  @Test
  void indexNames_stayWithin63Bytes_andApart() {
    String longest = "a".repeat(63);
    TableNames names = new TableNames("", Map.of("surety_idempotency", longest));
    String pkey = names.in("\"surety_idempotency_pkey\"");
    String sweep = names.in("\"surety_idempotency_sweep\"");
    assertThat(pkey).hasSize(65).isNotEqualTo(sweep);
    assertThat(sweep).hasSize(65);
  }

  @Test
  void namesThatAreNotPlain_areRefused() {
    for (String name :
        new String[] {
          "", "Keys", "1keys", "keys\"", "k;drop", "kéys", "ｋeys", "a".repeat(64), "k\n"
        }) {
      assertThatThrownBy(() -> new TableNames("", Map.of("surety_idempotency", name)))
          .isInstanceOf(SuretyException.class)
          .hasMessageContaining("[a-z_][a-z0-9_]{0,62}");
    }
    assertThatThrownBy(() -> new TableNames("", Map.of("surety_a", "same", "surety_b", "same")))
        .isInstanceOf(SuretyException.class);
  }

  private static void prepareAll(SqlFile file) throws SQLException {
    assertThat(file.all()).isNotEmpty();
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> named : file.all().entrySet()) {
        String sql = named.getValue().replaceAll("\\?(\\d+)", "\\$$1");
        assertThat(sql).as(named.getKey()).isNotBlank();
        statement.execute("PREPARE probe AS " + sql);
        statement.execute("DEALLOCATE probe");
      }
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

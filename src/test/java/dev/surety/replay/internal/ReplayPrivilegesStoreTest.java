package dev.surety.replay.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.Core;
import dev.surety.core.Schema;
import dev.surety.replay.Acceptance;
import dev.surety.replay.KeyId;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MapConfig;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SELECT, INSERT, UPDATE and DELETE on the tables are enough at run time. */
class ReplayPrivilegesStoreTest {

  private static final String ROLE = "replay_rights";
  private static LocalUnit owner;
  private static LocalUnit unit;

  @BeforeAll
  static void start() throws SQLException {
    owner = new LocalUnit(TestDatabase.shared());
    Core unused = owner.core("shop", new ReplayPart(), Map.of());
    execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD 'four'");
    execute(
        "GRANT SELECT, INSERT, UPDATE, DELETE"
            + " ON surety_schema, surety_replay, surety_replay_key TO "
            + ROLE);
    unit = new LocalUnit(TestDatabase.shared(), ROLE, "four");
  }

  @AfterAll
  static void stop() throws SQLException {
    unit.close();
    execute("DROP OWNED BY " + ROLE);
    execute("DROP ROLE " + ROLE);
    owner.close();
  }

  @Test
  void roleWithTheFourRights_doesEverything() {
    Core core = unit.coreOnTables("privileges", new ReplayPart(), Map.of());
    Schema schema = new Schema(core.transactions(), core.database(), core.names());
    schema.verify("replay");
    schema.verifyVersion("replay", 1);
    KeyId key = KeyId.of("key-1");
    Instant soon = core.clock().now().plusSeconds(100);
    try (StoredReplay store =
        new StoredReplay(
            core, core.names(), ReplaySettings.of(new MapConfig(Map.of())), rise -> {})) {
      assertThat(store.accept(key, "n", soon)).isEqualTo(Acceptance.FRESH);
      assertThat(store.accept(key, "n", soon)).isEqualTo(Acceptance.REPLAYED);
      assertThat(store.remember(key, "n", soon.plusSeconds(9))).isFalse();
      assertThat(store.remember(key, "m", soon)).isTrue();
      assertThat(store.liveCount(key)).isEqualTo(2);
      assertThat(store.atCapacity(key)).isFalse();
      assertThat(store.sweep()).isNotNegative();
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

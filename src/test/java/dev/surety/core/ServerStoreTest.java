package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which databases Surety starts on. */
class ServerStoreTest {

  private static final SqlFile STATEMENTS =
      new SqlFile("core", new TableNames("", Map.of("surety_schema", "surety_schema")));

  @Test
  void testDatabase_isOneItStartsOn() {
    try (LocalUnit unit = new LocalUnit(TestDatabase.shared())) {
      assertThatCode(seen(unit)::check).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void otherDefaultIsolation_failsTheStartNamingIt(String isolation) throws SQLException {
    String role = "isolated_" + isolation.replace(' ', '_');
    execute("CREATE ROLE " + role + " LOGIN PASSWORD 'isolated'");
    execute("ALTER ROLE " + role + " SET default_transaction_isolation = '" + isolation + "'");
    try (LocalUnit unit = new LocalUnit(TestDatabase.shared(), role, "isolated")) {
      assertThatThrownBy(seen(unit)::check)
          .isInstanceOf(SuretyException.class)
          .hasMessageContaining("isolation is '" + isolation + "'")
          .hasMessageContaining("needs 'read committed'");
    } finally {
      execute("DROP ROLE " + role);
    }
  }

  @Test
  void tooOldServer_failsTheStartNamingBothVersions() {
    assertThatThrownBy(new Server(130018, "read committed")::check)
        .isInstanceOf(SuretyException.class)
        .hasMessage("PostgreSQL 13 is too old; Surety needs 14 or newer");
    assertThatCode(new Server(140000, "read committed")::check).doesNotThrowAnyException();
  }

  private static Server seen(LocalUnit unit) {
    Server server = Server.of(unit.transactions(), unit.database(), STATEMENTS);
    assertThat(server.version()).isPositive();
    return server;
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

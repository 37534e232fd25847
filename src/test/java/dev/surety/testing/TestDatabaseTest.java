package dev.surety.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

class TestDatabaseTest {

  @Test
  void separateDatabase_restarted_keepsCommittedRowsAndPort() throws SQLException {
    try (TestDatabase database = TestDatabase.separate()) {
      DataSource dataSource = database.dataSource();
      int port = database.port();
      long pid = database.postmasterPid();
      execute(dataSource, "CREATE TABLE kept (id int)");
      database.restart();
      assertThat(database.port()).isEqualTo(port);
      assertThat(database.postmasterPid()).isNotEqualTo(pid);
      execute(dataSource, "SELECT id FROM kept");
    }
  }

  @Test
  void separateDatabase_stopped_refusesConnectionsUntilRestarted() throws SQLException {
    try (TestDatabase database = TestDatabase.separate()) {
      DataSource dataSource = database.dataSource();
      database.stop();
      assertThatThrownBy(() -> execute(dataSource, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"));
      database.restart();
      execute(dataSource, "SELECT 1");
    }
  }

  @Test
  void separateDatabase_frozen_doesNotAnswerUntilThawed() throws SQLException {
    try (TestDatabase database = TestDatabase.separate()) {
      Properties impatient = new Properties();
      impatient.setProperty("user", database.user());
      impatient.setProperty("socketTimeout", "1");
      try (Connection connection = new Driver().connect(database.jdbcUrl(), impatient);
          Statement statement = connection.createStatement()) {
        database.freeze();
        assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
      } finally {
        database.thaw();
      }
      execute(database.dataSource(), "SELECT 1");
    }
  }

  private static void execute(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

package dev.surety.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A role that may SELECT, INSERT, UPDATE and DELETE on tables of the shared database, and nothing
 * else; until it is closed.
 */
public final class FourRights implements AutoCloseable {

  private static final String PASSWORD = "four";

  private final String role;
  private final LocalUnit unit;

  /**
   * @param tables separated by commas; they are there already
   */
  public FourRights(String role, String tables) {
    this.role = role;
    execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'");
    execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + tables + " TO " + role);
    unit = new LocalUnit(TestDatabase.shared(), role, PASSWORD);
  }

  /** Logged in as that role. */
  public LocalUnit unit() {
    return unit;
  }

  @Override
  public void close() {
    unit.close();
    execute("DROP OWNED BY " + role);
    execute("DROP ROLE " + role);
  }

  private static void execute(String sql) {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}

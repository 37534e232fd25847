package dev.surety.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements by hand, each on a connection of its own. */
public record PlainSql(TestDatabase database) {

  /** The first column of the first row. */
  public String text(String sql) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** How many rows it changed. */
  public int execute(String sql) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}

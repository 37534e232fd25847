package dev.surety.signature.shop;

import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The shop's table as an auditor sees it, past the shop. */
public final class SignedOrders {

  private SignedOrders() {}

  public static void create() {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS signed_order (name text)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How often an order took effect. */
  public static long count(String name) {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT count(*) FROM signed_order WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.surety.idempotency.process;

import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shop's tables as an auditor sees them, past the shop. */
final class OrderTable {

  private OrderTable() {}

  /** Nothing in them keeps a key from having two rows. */
  static void create() {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS shop_order (key text, run text)");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS naive_answer"
              + " (key text PRIMARY KEY, lease_until timestamptz NOT NULL, answer text)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The runs that took effect, by key. */
  static Map<String, List<String>> runs() {
    Map<String, List<String>> runs = new HashMap<>();
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT key, run FROM shop_order")) {
      while (rows.next()) {
        runs.computeIfAbsent(rows.getString(1), key -> new ArrayList<>()).add(rows.getString(2));
      }
      return runs;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many keys were run again after an owner that never finished. */
  static long takenOver() {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT count(*) FROM surety_idempotency WHERE attempt > 1")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> runs(String key) {
    return runs().getOrDefault(key, List.of());
  }
}

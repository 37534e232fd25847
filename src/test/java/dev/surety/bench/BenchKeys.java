package dev.surety.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The hashes of the completed keys, by which the plain side reads the same rows. */
final class BenchKeys {

  private static volatile @Nullable List<byte[]> keys;

  private BenchKeys() {}

  static List<byte[]> get(DataSource dataSource) throws SQLException {
    List<byte[]> known = keys;
    if (known == null) {
      known = read(dataSource);
      keys = known;
    }
    return known;
  }

  private static List<byte[]> read(DataSource dataSource) throws SQLException {
    List<byte[]> found = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT key_hash FROM surety_idempotency WHERE state = 'completed' LIMIT 10000")) {
      while (rows.next()) {
        found.add(rows.getBytes(1));
      }
    }
    return found;
  }
}

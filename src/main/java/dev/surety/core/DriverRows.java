package dev.surety.core;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the driver's own result set behind that of a server's pool, which locks its connection for
 * every value that is read. Thread-safe.
 *
 * <p>Only for rows that are in memory: what fails on the way to the database must pass the pool, so
 * that it drops the connection.
 */
final class DriverRows {

  private volatile @Nullable Class<? extends ResultSet> ofDriver;

  /** The given one where no other is found. */
  ResultSet behind(ResultSet found, Connection connection) throws SQLException {
    Class<? extends ResultSet> known = ofDriver;
    if (known == null) {
      known = ofDriver(connection);
      ofDriver = known;
    }
    return found.isWrapperFor(known) ? found.unwrap(known) : found;
  }

  /** Of what the driver tells without a trip to the database. */
  private static Class<? extends ResultSet> ofDriver(Connection connection) throws SQLException {
    try (ResultSet types = DriverConnection.behind(connection).getMetaData().getTableTypes()) {
      return types.getClass();
    }
  }
}

package dev.surety.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** How many of the server's connections are in a transaction at once, at most. */
final class Connections {

  private static final String IN_USE =
      "SELECT count(*) FILTER (WHERE state <> 'idle'), count(*) FROM pg_stat_activity"
          + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";

  private final BenchTarget target;
  private long most;

  Connections(BenchTarget target) {
    this.target = target;
  }

  /** Looks twenty times a second. */
  void watch(long end) throws Exception {
    long open = 0;
    try (Connection connection = target.database().dataSource().getConnection();
        PreparedStatement look = connection.prepareStatement(IN_USE)) {
      while (System.nanoTime() - end < 0) {
        try (ResultSet row = look.executeQuery()) {
          row.next();
          most = Math.max(most, row.getLong(1));
          open = Math.max(open, row.getLong(2));
        }
        Thread.sleep(50);
      }
    }
    System.out.printf("%d connections in use at most, %d open%n", most, open);
  }

  long most() {
    return most;
  }
}

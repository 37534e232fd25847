package dev.surety.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A small pool of one database and role; what broke is not given out again. Thread-safe. */
final class LocalConnections implements AutoCloseable {

  private final String url;
  private final String user;
  private final String password;
  private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  LocalConnections(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  Connection take() {
    try {
      for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
        if (!kept.isClosed()) {
          return kept;
        }
      }
      return DriverManager.getConnection(url, user, password);
    } catch (SQLException e) {
      throw new IllegalStateException("no connection to " + url, e);
    }
  }

  void giveBack(Connection connection) {
    try {
      if (closed || !connection.getAutoCommit()) {
        connection.close();
      } else if (!connection.isClosed()) {
        idle.add(connection);
      }
    } catch (SQLException e) {
      // it broke, and the server has ended its transaction
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
      giveBack(kept);
    }
  }
}

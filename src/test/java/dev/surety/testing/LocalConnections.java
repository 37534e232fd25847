package dev.surety.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A small pool of one database and role; what broke is not given out again. Thread-safe. */
final class LocalConnections implements AutoCloseable {

  private final String url;
  private final String user;
  private final String password;
  private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Exception loss;
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

  /**
   * Makes lent connections break once their statement has committed.
   *
   * @param thrown what the caller gets; null to break no more
   */
  void loseAnswers(@Nullable Exception thrown) {
    loss = thrown;
  }

  /**
   * Hands out connections that are given back when they are closed; as a server's pool, none to a
   * thread that is interrupted.
   *
   * @param joined the one of the calling thread's transaction, which it hands out there
   */
  DataSource asDataSource(Supplier<Optional<Connection>> joined) {
    return proxy(
        DataSource.class,
        (source, method, arguments) -> {
          if (method.getName().equals("getConnection")) {
            if (Thread.currentThread().isInterrupted()) {
              throw new SQLException("interrupted");
            }
            return joined.get().orElseGet(() -> lent(take()));
          }
          throw new UnsupportedOperationException(method.getName());
        });
  }

  /** The same, but that closing it does nothing. */
  static Connection unclosed(Connection connection) {
    return proxy(
        Connection.class,
        (kept, method, arguments) ->
            method.getName().equals("close") ? null : invoke(method, connection, arguments));
  }

  private Connection lent(Connection connection) {
    return proxy(
        Connection.class,
        (lent, method, arguments) -> {
          if (method.getName().equals("close")) {
            giveBack(connection);
            if (loss instanceof RuntimeException alsoOnClosing) {
              throw alsoOnClosing;
            }
            return null;
          }
          Object result = invoke(method, connection, arguments);
          Exception thrown = loss;
          return thrown != null && result instanceof PreparedStatement statement
              ? breaking(statement, connection, thrown)
              : result;
        });
  }

  private static PreparedStatement breaking(
      PreparedStatement statement, Connection connection, Exception thrown) {
    return proxy(
        PreparedStatement.class,
        (breaking, method, arguments) -> {
          Object result = invoke(method, statement, arguments);
          if (method.getName().equals("execute")) {
            connection.abort(Runnable::run);
            throw thrown;
          }
          return result;
        });
  }

  private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public void close() {
    closed = true;
    for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
      giveBack(kept);
    }
  }
}

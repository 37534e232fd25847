package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.LocalUnit;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** From where a transaction's connection comes. */
class UnitConnectionsStoreTest {

  private final LocalUnit unit = new LocalUnit(TestDatabase.shared());

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void dataSourceThatHandsOutTheTransactionsConnection_isAskedForIt() {
    AtomicInteger asked = new AtomicInteger();
    UnitConnections connections = compared(asked, () -> unit.ofTheTransaction().orElseThrow());
    assertThat(asked).hasValue(1);
    assertThatJoinedIsTheTransactions(connections);
    assertThat(asked).hasValue(2);
  }

  /** What is done on them would not be part of the transaction. */
  @Test
  void dataSourceWithOtherConnections_isNotAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    UnitConnections connections =
        compared(asked, () -> TestDatabase.shared().dataSource().getConnection());
    assertThatJoinedIsTheTransactions(connections);
    assertThat(asked).hasValue(1);
  }

  @Test
  void dataSourceThatAllowsNoSecondConnection_isNotAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    UnitConnections connections =
        compared(
            asked,
            () -> {
              throw new SQLException("adding multiple last resources is disallowed");
            });
    assertThatJoinedIsTheTransactions(connections);
    assertThat(asked).hasValue(1);
  }

  private UnitConnections compared(AtomicInteger asked, Callable<Connection> source) {
    return unit.connections(
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            asked.incrementAndGet();
            try {
              return source.call();
            } catch (SQLException e) {
              throw e;
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        });
  }

  private void assertThatJoinedIsTheTransactions(UnitConnections connections) {
    boolean same =
        unit.transactions()
            .own(
                () ->
                    connections.joined(UnitConnectionsStoreTest::backend)
                        == unit.database().query("SELECT pg_backend_pid(), 1").get(0).integer(0));
    assertThat(same).isTrue();
  }

  private static int backend(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_backend_pid()");
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }
}

package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.testing.TestDatabase;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A connection is closed when it is given back: its DataSource is no pool. */
class KeptConnectionsStoreTest {

  private final KeptConnections connections =
      new KeptConnections(TestDatabase.shared().dataSource());

  @AfterEach
  void giveBack() {
    connections.giveBack();
  }

  @Test
  void thread_keepsItsConnection_untilItGivesItBack() throws SQLException {
    Connection first = connection();
    assertThat(connection()).isSameAs(first);
    assertThat(first.isClosed()).isFalse();
    connections.giveBack();
    assertThat(first.isClosed()).isTrue();
    assertThat(connection()).isNotSameAs(first);
  }

  @Test
  void connectionOnWhichWorkFailed_isGivenBackAtOnce() throws SQLException {
    Connection first = connection();
    assertThatThrownBy(() -> connections.with(kept -> kept.prepareCall("{")))
        .isInstanceOf(SQLException.class);
    assertThat(first.isClosed()).isTrue();
  }

  @Test
  void connectionThatIsNeverIdle_isGivenBackAfterASecond() throws Exception {
    Connection first = connection();
    Thread.sleep(1_001);
    assertThat(connection()).isSameAs(first);
    assertThat(first.isClosed()).isTrue();
  }

  @Test
  void threads_shareNoConnection() throws SQLException, InterruptedException, ExecutionException {
    Connection own = connection();
    Connection others =
        CompletableFuture.supplyAsync(
                () -> {
                  Connection other = JdbcAccess.run(unused -> connection(), own);
                  connections.giveBack();
                  return other;
                })
            .get();
    assertThat(others).isNotSameAs(own);
    assertThat(others.isClosed()).isTrue();
    assertThat(own.isClosed()).isFalse();
  }

  @Test
  void dataSourceWithoutAConnection_failsAsThePersistenceProviderDoes() {
    PGSimpleDataSource closed = new PGSimpleDataSource();
    closed.setPortNumbers(new int[] {1});
    assertThatThrownBy(() -> new KeptConnections(closed).with(connection -> connection))
        .isInstanceOf(PersistenceException.class);
  }

  private Connection connection() throws SQLException {
    return connections.with(connection -> connection);
  }
}

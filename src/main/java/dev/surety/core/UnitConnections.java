package dev.surety.core;

import dev.surety.core.JdbcAccess.Work;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The JDBC connections of a persistence unit.
 *
 * <p>The provider's own way to one costs as much as a short statement. So within a transaction the
 * unit's DataSource is asked, if the provider tells it and it has been seen to hand out what the
 * provider has there. Thread-safe.
 */
public final class UnitConnections {

  private static final System.Logger LOG = System.getLogger(UnitConnections.class.getName());
  private static final Set<String> CHOOSING_CONNECTIONS =
      Set.of("hibernate.connection.provider_class", "hibernate.multi_tenant_connection_provider");

  private final EntityManager entityManager;
  private final JdbcAccess provider;
  private final Optional<DataSource> dataSource;
  private final Optional<KeptConnections> alone;
  private final boolean same;

  /**
   * Looks, in a transaction of its own, whether the DataSource hands out the very connection that
   * the entity manager has there; a unit with a user of its own has another.
   *
   * @param dataSource gives the entity manager's connections, where it is known
   */
  public UnitConnections(
      EntityManager entityManager,
      JdbcAccess provider,
      Optional<DataSource> dataSource,
      Transactions transactions) {
    this.entityManager = entityManager;
    this.provider = provider;
    this.dataSource = dataSource;
    this.alone = dataSource.map(KeptConnections::new);
    this.same = dataSource.isPresent() && isSame(dataSource.get(), transactions);
  }

  /** Those of the entity manager, as far as its provider tells them. */
  static UnitConnections of(EntityManager entityManager, Transactions transactions) {
    return new UnitConnections(
        entityManager,
        JdbcAccess.of(entityManager),
        dataSource(entityManager.getEntityManagerFactory().getProperties()),
        transactions);
  }

  /** A DataSource that nothing of the application's stands in front of. */
  static Optional<DataSource> dataSource(Map<String, Object> unit) {
    return CHOOSING_CONNECTIONS.stream().anyMatch(unit::containsKey)
        ? Optional.empty()
        : Optional.ofNullable(unit.get("jakarta.persistence.jtaDataSource"))
            .filter(DataSource.class::isInstance)
            .map(DataSource.class::cast);
  }

  private boolean isSame(DataSource own, Transactions transactions) {
    try {
      return transactions.own(
          () -> provider.call(entityManager, provided -> isFrom(own, provided)));
    } catch (RuntimeException e) {
      LOG.log(
          Level.DEBUG, "the DataSource has no connection where the persistence unit has one", e);
      return false;
    }
  }

  private static boolean isFrom(DataSource own, Connection provided) throws SQLException {
    try (Connection connection = own.getConnection()) {
      return DriverConnection.behind(provided) == DriverConnection.behind(connection);
    }
  }

  /** Works with the connection of the transaction that is active on the calling thread. */
  <T> T joined(Work<T> work) {
    if (!same) {
      return provider.call(entityManager, work);
    }
    Connection connection = connection(dataSource.orElseThrow());
    try {
      return JdbcAccess.run(work, connection);
    } finally {
      giveBack(connection);
    }
  }

  /**
   * Those for threads without a transaction; {@link OwnTransactions#haveSingle} finds out whether
   * they lead to where transactions do.
   */
  Optional<KeptConnections> alone() {
    return alone;
  }

  /** What was done on it is known, whatever becomes of it. */
  static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.DEBUG, "a connection could not be given back", e);
    }
  }

  static Connection connection(DataSource dataSource) {
    try {
      return dataSource.getConnection();
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }
}

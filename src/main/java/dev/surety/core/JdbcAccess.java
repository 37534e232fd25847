package dev.surety.core;

import dev.surety.SuretyException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.hibernate.Session;

/**
 * The JDBC connection that an entity manager has in the current transaction.
 *
 * <p>It is the container's: it is neither closed nor committed here.
 */
public enum JdbcAccess {
  /** Hibernate lends its connection for a piece of work. */
  HIBERNATE {
    @Override
    <T> T call(EntityManager entityManager, Work<T> work) {
      return entityManager.unwrap(Session.class).doReturningWork(on -> run(work, on));
    }
  },

  /** EclipseLink hands it out. */
  ECLIPSELINK {
    @Override
    <T> T call(EntityManager entityManager, Work<T> work) {
      return run(work, entityManager.unwrap(Connection.class));
    }
  };

  private static final Set<String> CHOOSING_CONNECTIONS =
      Set.of("hibernate.connection.provider_class", "hibernate.multi_tenant_connection_provider");

  /** Work on a connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Hibernate would log what it is told of as an error, also that a lock was waited for. */
  private static <T> T run(Work<T> work, Connection connection) {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  /**
   * Where the entity manager's connections come from, if the provider tells and nothing of the
   * application's stands between; one that is taken from there is the taker's to close.
   */
  static Optional<DataSource> dataSource(EntityManager entityManager) {
    return dataSource(entityManager.getEntityManagerFactory().getProperties());
  }

  static Optional<DataSource> dataSource(Map<String, Object> unit) {
    return CHOOSING_CONNECTIONS.stream().anyMatch(unit::containsKey)
        ? Optional.empty()
        : Optional.ofNullable(unit.get("jakarta.persistence.jtaDataSource"))
            .filter(DataSource.class::isInstance)
            .map(DataSource.class::cast);
  }

  abstract <T> T call(EntityManager entityManager, Work<T> work);

  /** Tells the persistence provider by its metamodel, which every container's proxy hands out. */
  public static JdbcAccess of(EntityManager entityManager) {
    String provider = entityManager.getMetamodel().getClass().getName();
    if (provider.startsWith("org.hibernate.")) {
      return HIBERNATE;
    }
    if (provider.startsWith("org.eclipse.persistence.")) {
      return ECLIPSELINK;
    }
    throw new SuretyException(
        "Surety works with Hibernate and EclipseLink; the persistence unit's provider is neither");
  }
}

package dev.surety.core;

import dev.surety.SuretyException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
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

  /** Work on a connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Unchecked, as Hibernate would log an SQLException as an error, also that a lock was met. */
  static <T> T run(Work<T> work, Connection connection) {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  abstract <T> T call(EntityManager entityManager, Work<T> work);

  /** Tells the persistence provider by its metamodel, which every container's proxy hands out. */
  static JdbcAccess of(EntityManager entityManager) {
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

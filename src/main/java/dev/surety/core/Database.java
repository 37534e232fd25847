package dev.surety.core;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Native statements on the application's persistence unit.
 *
 * <p>But for {@link #single}, a statement joins the transaction that is active on the calling
 * thread. None flushes the application's pending entities. Thread-safe if the entity manager is a
 * container's.
 */
public final class Database {

  private static final ThreadLocal<@Nullable Opening> OPENINGS = new ThreadLocal<>();

  private final EntityManager entityManager;
  private final UnitConnections connections;
  private final Watchdog watchdog;
  private final JdbcStatements statements = new JdbcStatements();

  public Database(EntityManager entityManager, UnitConnections connections, Watchdog watchdog) {
    this.entityManager = entityManager;
    this.connections = connections;
    this.watchdog = watchdog;
  }

  /** Runs a statement that returns rows; writing statements return theirs by RETURNING. */
  public List<Row> query(String sql, Object... parameters) {
    open();
    Query query = entityManager.createNativeQuery(sql).setFlushMode(FlushModeType.COMMIT);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    List<?> rows = query.getResultList();
    return rows.stream().map(Database::row).toList();
  }

  /**
   * Does what {@link #query} does, by the connection of the transaction: for statements with lists,
   * and those of every request, where the persistence provider's own work would be a third of the
   * cost.
   */
  public List<Row> direct(String sql, @Nullable Object... parameters) {
    Opening opening = taken();
    return connections.joined(
        connection ->
            opening == null
                ? statements.run(connection, sql, parameters)
                : statements.run(connection, opening, sql, parameters));
  }

  /**
   * Does what {@link #direct} does within the application's transaction, where nothing else bounds
   * a statement: past the deadline the connection is ended. The driver's own timeout would first
   * ask the server to cancel, and wait ten seconds more for one that is frozen or cut off.
   *
   * @throws dev.surety.SuretyException what a failure means to the caller; the transaction can only
   *     roll back then
   */
  public List<Row> directWithin(Duration deadline, String sql, @Nullable Object... parameters) {
    try (Watchdog.Watch watch = watchdog.watch(deadline)) {
      return connections.joined(
          connection -> {
            watch.on(connection);
            return statements.run(connection, sql, parameters);
          });
    } catch (PersistenceException e) {
      throw Fault.seen(e);
    }
  }

  /**
   * Runs work whose first statement takes the opening along, in the same trip where it is a direct
   * one; without any statement the opening goes alone.
   */
  <T> T opened(Opening opening, Supplier<T> work) {
    OPENINGS.set(opening);
    try {
      T result = work.get();
      open();
      return result;
    } finally {
      OPENINGS.remove();
    }
  }

  /**
   * Runs a statement and its opening with auto-commit, in one trip, after which both have
   * committed, unless SQL has left the connection in a transaction that the opening does not tell;
   * only for threads without a transaction. The statement's rows must have a known size: otherwise
   * the driver waits for the opening first, which then has ended before the statement begins. The
   * thread keeps the connection until it is told to {@link #giveBack} it.
   *
   * @return the rows, or nothing where no connection commits by itself
   * @throws PersistenceException if there is no connection, so that nothing has run
   * @throws SQLException if the statement failed, or nobody heard how it ended
   */
  Optional<List<Row>> single(Opening opening, String sql, @Nullable Object... parameters)
      throws SQLException {
    Optional<KeptConnections> alone = connections.alone();
    if (alone.isEmpty()) {
      return Optional.empty();
    }
    return alone
        .get()
        .with(
            connection -> {
              try {
                return connection.getAutoCommit()
                    ? Optional.of(sent(connection, opening, sql, parameters))
                    : Optional.empty();
              } finally {
                // From here on the connection may be somebody else's.
                opening.watch().close();
              }
            });
  }

  /** Gives back the connection that the calling thread has kept. */
  void giveBack() {
    connections.alone().ifPresent(KeptConnections::giveBack);
  }

  private List<Row> sent(
      Connection connection, Opening opening, String sql, @Nullable Object... parameters)
      throws SQLException {
    try {
      return statements.run(connection, opening, sql, parameters);
    } catch (RuntimeException e) {
      // It may have been sent, and what is unchecked tells nothing of its end.
      throw new SQLException("nobody heard how the statement ended", e);
    }
  }

  /** Runs a statement that returns no rows, such as DDL; needs an active transaction. */
  public void execute(String sql) {
    open();
    entityManager.createNativeQuery(sql).setFlushMode(FlushModeType.COMMIT).executeUpdate();
  }

  /** Whether the persistence unit has the entity mapped. */
  public boolean maps(Class<?> entity) {
    return entityManager.getMetamodel().getEntities().stream()
        .anyMatch(type -> type.getJavaType() == entity);
  }

  private void open() {
    Opening opening = taken();
    if (opening != null) {
      List<Row> unused = connections.joined(connection -> statements.run(connection, opening, ""));
    }
  }

  private @Nullable Opening taken() {
    Opening opening = OPENINGS.get();
    if (opening != null) {
      OPENINGS.remove();
    }
    return opening;
  }

  private static Row row(Object row) {
    return new Row(row instanceof Object[] columns ? columns : new Object[] {row});
  }
}

package dev.surety.core;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Native statements through the application's entity manager.
 *
 * <p>A statement joins the transaction that is active on the calling thread, and never flushes the
 * application's pending entities. Thread-safe if the entity manager is a container's.
 */
public final class Database {

  private static final ThreadLocal<@Nullable Opening> OPENINGS = new ThreadLocal<>();

  private final EntityManager entityManager;
  private final JdbcAccess jdbc;
  private final Watchdog watchdog;
  private final Map<String, OrdinalSql> ordinals = new ConcurrentHashMap<>();

  public Database(EntityManager entityManager, JdbcAccess jdbc, Watchdog watchdog) {
    this.entityManager = entityManager;
    this.jdbc = jdbc;
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
   * Does what {@link #query} does, by the entity manager's connection: for statements with lists,
   * and those of every request, where the persistence provider's own work would be a third of the
   * cost.
   */
  public List<Row> direct(String sql, @Nullable Object... parameters) {
    Opening opening = taken();
    return jdbc.call(
        entityManager,
        connection ->
            opening == null
                ? run(connection, sql, parameters)
                : run(connection, opening, sql, parameters));
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
      return jdbc.call(
          entityManager,
          connection -> {
            watch.on(connection);
            return run(connection, sql, parameters);
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
      List<Row> unused = jdbc.call(entityManager, connection -> run(connection, opening, ""));
    }
  }

  private @Nullable Opening taken() {
    Opening opening = OPENINGS.get();
    if (opening != null) {
      OPENINGS.remove();
    }
    return opening;
  }

  private List<Row> run(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    OrdinalSql ordinal = ordinals.computeIfAbsent(sql, OrdinalSql::of);
    try (PreparedStatement statement = connection.prepareStatement(ordinal.text())) {
      bind(connection, statement, 1, ordinal, parameters);
      try (ResultSet found = statement.executeQuery()) {
        return rows(found);
      }
    }
  }

  /** The driver sends both statements at once, and the server plans the second after the first. */
  private List<Row> run(
      Connection connection, Opening opening, String sql, @Nullable Object... parameters)
      throws SQLException {
    opening.watch().on(connection);
    OrdinalSql first = ordinals.computeIfAbsent(opening.sql(), OrdinalSql::of);
    OrdinalSql second = ordinals.computeIfAbsent(sql, OrdinalSql::of);
    try (PreparedStatement statement =
        connection.prepareStatement(first.text() + ";\n" + second.text())) {
      int next = bind(connection, statement, 1, first, opening.parameters().toArray());
      bind(connection, statement, next, second, parameters);
      long asked = opening.clock().asked();
      statement.execute();
      long told;
      try (ResultSet opened = statement.getResultSet()) {
        told = rows(opened).get(0).number(0);
      }
      if (!statement.getMoreResults()) {
        opening.clock().answered(asked, told);
        return List.of();
      }
      opening.clock().overheard(asked, told);
      try (ResultSet found = statement.getResultSet()) {
        return rows(found);
      }
    }
  }

  private static int bind(
      Connection connection,
      PreparedStatement statement,
      int first,
      OrdinalSql ordinal,
      @Nullable Object... parameters)
      throws SQLException {
    int index = first;
    for (int parameter : ordinal.ordinals()) {
      bind(connection, statement, index++, parameters[parameter - 1]);
    }
    return index;
  }

  /** Text goes without a type, so that the server reads it as what the statement needs. */
  private static void bind(
      Connection connection, PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else if (value instanceof SqlArray array) {
      statement.setArray(index, array.on(connection));
    } else if (value instanceof String text) {
      statement.setObject(index, text, Types.OTHER);
    } else {
      statement.setObject(index, value);
    }
  }

  private static List<Row> rows(ResultSet found) throws SQLException {
    int columns = found.getMetaData().getColumnCount();
    List<Row> rows = new ArrayList<>();
    while (found.next()) {
      @Nullable Object[] row = new Object[columns];
      for (int i = 0; i < columns; i++) {
        row[i] = found.getObject(i + 1);
      }
      rows.add(new Row(row));
    }
    return rows;
  }

  private static Row row(Object row) {
    return new Row(row instanceof Object[] columns ? columns : new Object[] {row});
  }
}

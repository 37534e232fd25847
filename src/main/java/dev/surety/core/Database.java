package dev.surety.core;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.List;

/**
 * Native statements through the application's entity manager.
 *
 * <p>A statement joins the transaction that is active on the calling thread, and never flushes the
 * application's pending entities. Thread-safe if the entity manager is a container's.
 */
public final class Database {

  private final EntityManager entityManager;

  public Database(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  /** Runs a statement that returns rows; writing statements return theirs by RETURNING. */
  public List<Row> query(String sql, Object... parameters) {
    return rows(entityManager.createNativeQuery(sql), parameters);
  }

  /**
   * Runs a statement within the application's transaction, where nothing else bounds it.
   *
   * <p>The deadline counts in whole seconds, rounded up: Hibernate cuts milliseconds off, and none
   * left would be no deadline.
   *
   * @throws dev.surety.SuretyException what a failure means to the caller; the transaction can only
   *     roll back then
   */
  public List<Row> queryWithin(Duration deadline, String sql, Object... parameters) {
    try {
      Query query = entityManager.createNativeQuery(sql);
      query.setHint("jakarta.persistence.query.timeout", 1_000 * wholeSeconds(deadline));
      return rows(query, parameters);
    } catch (PersistenceException e) {
      throw Fault.seen(e);
    }
  }

  static int wholeSeconds(Duration deadline) {
    return Math.max(1, Math.toIntExact(deadline.plusMillis(999).toSeconds()));
  }

  /** Runs a statement that returns no rows, such as DDL; needs an active transaction. */
  public void execute(String sql) {
    entityManager.createNativeQuery(sql).setFlushMode(FlushModeType.COMMIT).executeUpdate();
  }

  /** Whether the persistence unit has the entity mapped. */
  public boolean maps(Class<?> entity) {
    return entityManager.getMetamodel().getEntities().stream()
        .anyMatch(type -> type.getJavaType() == entity);
  }

  private static List<Row> rows(Query query, Object... parameters) {
    query.setFlushMode(FlushModeType.COMMIT);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    List<?> rows = query.getResultList();
    return rows.stream().map(Database::row).toList();
  }

  private static Row row(Object row) {
    return new Row(row instanceof Object[] columns ? columns : new Object[] {row});
  }
}

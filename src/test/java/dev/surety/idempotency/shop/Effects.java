package dev.surety.idempotency.shop;

import dev.surety.SuretyUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** What handlers leave behind in the database: one row per run, in the transaction of the run. */
@ApplicationScoped
public class Effects {

  @Inject @SuretyUnit EntityManager entityManager;

  /** Joins the caller's transaction; without one it commits by itself. */
  @Transactional
  public void add(String name) {
    insert("INSERT INTO effects (name) VALUES (?1)", name);
  }

  /** A row that is refused only when its transaction commits. */
  @Transactional
  public void addRefusedAtCommit(String name) {
    insert("INSERT INTO refused_effects (name) VALUES (?1)", name);
  }

  /** A row whose transaction loses its connection while it commits. */
  @Transactional
  public void addCutAtCommit(String name) {
    insert("INSERT INTO cut_effects (name) VALUES (?1)", name);
  }

  private void insert(String sql, String name) {
    entityManager.createNativeQuery(sql).setParameter(1, name).executeUpdate();
  }
}

package dev.surety.idempotency.process;

import dev.surety.SuretyUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** The business of the shop: one row per run, in the transaction of the run. */
@ApplicationScoped
public class Orders {

  @Inject @SuretyUnit EntityManager entityManager;

  /**
   * Joins the caller's transaction; without one it commits by itself.
   *
   * @return names this run and no other
   */
  @Transactional
  public String place(String key) {
    String run = UUID.randomUUID().toString();
    entityManager
        .createNativeQuery("INSERT INTO shop_order (key, run) VALUES (?1, ?2)")
        .setParameter(1, key)
        .setParameter(2, run)
        .executeUpdate();
    return run;
  }
}

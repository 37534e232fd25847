package dev.surety.idempotency.process;

import dev.surety.SuretyUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** The naive double's table: claims with a lease and answers, each in a transaction of its own. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class NaiveAnswers {

  private static final String CLAIM =
      """
      INSERT INTO naive_answer AS a (key, lease_until)
      VALUES (?1, clock_timestamp() + interval '2 seconds')
      ON CONFLICT (key) DO UPDATE SET lease_until = excluded.lease_until
      WHERE a.answer IS NULL AND a.lease_until < clock_timestamp()
      RETURNING a.key
      """;

  @Inject @SuretyUnit EntityManager entityManager;

  /** Whether the key is the caller's to run; an answered or a running one is not. */
  public boolean claim(String key) {
    return !query(CLAIM, key).isEmpty();
  }

  public Optional<String> find(String key) {
    return query("SELECT answer FROM naive_answer WHERE key = ?1 AND answer IS NOT NULL", key)
        .stream()
        .map(String.class::cast)
        .findFirst();
  }

  public void save(String key, String answer) {
    query("UPDATE naive_answer SET answer = ?2 WHERE key = ?1 RETURNING key", key, answer);
  }

  public void release(String key) {
    query("DELETE FROM naive_answer WHERE key = ?1 AND answer IS NULL RETURNING key", key);
  }

  private List<?> query(String sql, String... parameters) {
    var query = entityManager.createNativeQuery(sql);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    return query.getResultList();
  }
}

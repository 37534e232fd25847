package dev.surety.webhook.process;

import dev.surety.SuretyUnit;
import dev.surety.webhook.WebhookEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Writes down what an instance is told of circuits. */
@ApplicationScoped
public class CircuitNews {

  @Inject @SuretyUnit EntityManager entityManager;

  @Transactional
  public void opened(@Observes WebhookEvent.CircuitOpened event) {
    write("opened", event.key());
  }

  @Transactional
  public void closed(@Observes WebhookEvent.CircuitClosed event) {
    write("closed", event.key());
  }

  private void write(String what, String key) {
    entityManager
        .createNativeQuery("INSERT INTO hook_news (what, key) VALUES (?1, ?2)")
        .setParameter(1, what)
        .setParameter(2, key)
        .executeUpdate();
  }
}

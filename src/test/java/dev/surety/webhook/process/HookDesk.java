package dev.surety.webhook.process;

import dev.surety.SuretyUnit;
import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.Webhooks;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.util.Map;
import java.util.UUID;

/** Takes orders and announces them, in one transaction each. */
@Path("orders")
@ApplicationScoped
public class HookDesk {

  /** What becomes of the transaction. */
  public enum Fate {
    COMMIT,
    ROLLBACK,
    /** Commits, and the process ends before anything else can happen. */
    COMMIT_AND_DIE
  }

  @Inject Webhooks webhooks;
  @Inject KeyRings rings;
  @Inject @SuretyUnit EntityManager entityManager;

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry registry;

  @PUT
  @Path("secret")
  public String seed(String secret) {
    return rings.seed(Ring.webhook("webhooks"), "k1", Secret.parse(secret)).toString();
  }

  /**
   * @param key the sequence; empty for none
   */
  @POST
  @Transactional
  public String order(
      @QueryParam("number") long number,
      @QueryParam("key") String key,
      @QueryParam("url") URI url,
      @QueryParam("fate") Fate fate) {
    if (fate == Fate.COMMIT_AND_DIE) {
      registry.registerInterposedSynchronization(new Death());
    }
    WebhookMessage.Builder message =
        WebhookMessage.to(url).type("order.created").payload(Map.of("order", number));
    if (!key.isEmpty()) {
      message.sequenceKey(key);
    }
    Receipt receipt = webhooks.send(message.build());
    write(number, key, receipt);
    if (fate == Fate.ROLLBACK) {
      throw new IllegalStateException("the order failed");
    }
    return receipt.webhookId();
  }

  private void write(long number, String key, Receipt receipt) {
    entityManager
        .createNativeQuery(
            "INSERT INTO hook_order (number, key, webhook_id, delivery)"
                + " VALUES (?1, NULLIF(?2, ''), ?3, CAST(?4 AS uuid))")
        .setParameter(1, number)
        .setParameter(2, key)
        .setParameter(3, receipt.webhookId())
        .setParameter(4, text(receipt.delivery()))
        .executeUpdate();
  }

  private static String text(UUID id) {
    return id.toString();
  }

  /** Ends the process as soon as the transaction has committed. */
  private static final class Death implements Synchronization {

    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        Runtime.getRuntime().halt(137);
      }
    }
  }
}

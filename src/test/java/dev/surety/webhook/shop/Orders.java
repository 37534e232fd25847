package dev.surety.webhook.shop;

import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.Webhooks;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.concurrent.Callable;

/** Methods whose transactions the container begins and ends. */
@ApplicationScoped
public class Orders {

  /** What a method may throw without its transaction rolling back, unless told otherwise. */
  public static final class OutOfStock extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Inject Webhooks webhooks;

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry registry;

  @Transactional
  public void thenChecked(WebhookMessage message) throws OutOfStock {
    webhooks.send(message);
    throw new OutOfStock();
  }

  @Transactional(rollbackOn = OutOfStock.class)
  public void thenCheckedWithRollback(WebhookMessage message) throws OutOfStock {
    webhooks.send(message);
    throw new OutOfStock();
  }

  @Transactional
  public Receipt onceRollbackOnly(WebhookMessage message) {
    registry.setRollbackOnly();
    return webhooks.send(message);
  }

  @Transactional
  public <T> T required(Callable<T> work) throws Exception {
    return work.call();
  }

  @Transactional(TxType.REQUIRES_NEW)
  public Receipt sendInNew(WebhookMessage message) {
    return webhooks.send(message);
  }
}

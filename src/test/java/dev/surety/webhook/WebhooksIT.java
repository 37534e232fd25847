package dev.surety.webhook;

import static dev.surety.webhook.shop.Sink.within10Seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.surety.SuretyUnit;
import dev.surety.webhook.shop.Orders;
import dev.surety.webhook.shop.Orders.OutOfStock;
import dev.surety.webhook.shop.Sink;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sending as an application does it: injected, in its server, within its transactions. */
@ExtendWith(ArquillianExtension.class)
class WebhooksIT {

  @Inject Webhooks webhooks;
  @Inject Endpoints endpoints;
  @Inject Circuits circuits;
  @Inject Orders orders;
  @Inject Sink sink;
  @Inject @SuretyUnit EntityManager entityManager;
  @Resource UserTransaction transaction;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  ManagedExecutorService executor;

  private final String path = "/" + UUID.randomUUID();
  private URI url;

  @Deployment
  static WebArchive archive() {
    return SinkWar.named("webhooks.war", Orders.class)
        // drops nothing but where a test asks
        .config(Map.of("surety.webhook.sweep", "false"))
        .build();
  }

  @BeforeEach
  void listen() {
    url = sink.on(path, Sink.status(204));
  }

  @Test
  void sent_isSeenByItsTransactionAlone_andArrivesOnceThatHasCommitted() throws Exception {
    transaction.begin();
    Receipt receipt = webhooks.send(message("a"));
    assertThat(webhooks.find(receipt.delivery())).isPresent();
    assertThat(onAnotherThread(receipt.delivery())).isFalse();
    transaction.commit();
    assertArrives(receipt);
    assertThat(sink.at(path).get(0).headers()).containsKey("webhook-signature");
  }

  @Test
  void sent_isNothing_onceItsTransactionHasRolledBack() throws Exception {
    transaction.begin();
    Receipt receipt = webhooks.send(message("a"));
    transaction.rollback();
    assertOnlyArrives(webhooks.send(message("b")));
    assertThat(webhooks.find(receipt.delivery())).isEmpty();
  }

  @Test
  void transactionThatCanOnlyRollBack_isRefused() throws Exception {
    Receipt late = webhooks.send(later());
    transaction.begin();
    try {
      transaction.setRollbackOnly();
      assertThatIllegalStateException().isThrownBy(() -> webhooks.send(message("a")));
      assertThatIllegalStateException().isThrownBy(() -> webhooks.cancel(late.delivery()));
      assertThatIllegalStateException().isThrownBy(() -> webhooks.redeliver(late.delivery()));
    } finally {
      transaction.rollback();
    }
    assertThatIllegalStateException().isThrownBy(() -> orders.onceRollbackOnly(message("b")));
    assertThat(state(late)).isEqualTo(DeliveryState.QUEUED);
    assertOnlyArrives(webhooks.send(message("c")));
  }

  @Test
  void checkedException_rollsBackNothing_unlessTheMethodSaysSo() {
    assertThatExceptionOfType(OutOfStock.class)
        .isThrownBy(() -> orders.thenCheckedWithRollback(message("rolled-back")));
    assertThatExceptionOfType(OutOfStock.class)
        .isThrownBy(() -> orders.thenChecked(message("committed")));
    assertThat(within10Seconds(() -> !sink.at(path).isEmpty())).isTrue();
    assertThat(sink.at(path)).extracting(Sink.Arrival::body).containsExactly("\"committed\"");
  }

  @Test
  void newTransactionWithinAnother_isOneOfItsOwn() {
    Receipt[] receipts = new Receipt[2];
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                orders.required(
                    () -> {
                      receipts[1] = webhooks.send(message("outer"));
                      receipts[0] = orders.sendInNew(message("inner"));
                      throw new IllegalStateException("the order failed");
                    }));
    assertOnlyArrives(receipts[0]);
    assertThat(webhooks.find(receipts[1].delivery())).isEmpty();
  }

  @Test
  void ownTransactions_outliveTheCallersRollback_andEndNothingOfHis() throws Exception {
    String name = "endpoint-" + path.substring(1);
    String key = "key-" + path.substring(1);
    outliveItsHorizon(webhooks.send(keyed(key, "first")));
    transaction.begin();
    String own = transactionId();
    Receipt receipt = webhooks.send(message("a"));
    endpoints.create(Endpoint.Settings.of("", name, url));
    assertThat(endpoints.pause("", name)).isTrue();
    circuits.pause("", name);
    assertThat(webhooks.sweep()).isOne();
    assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
    assertThat(transactionId()).isEqualTo(own);
    transaction.rollback();
    assertThat(webhooks.find(receipt.delivery())).isEmpty();
    assertThat(endpoints.find("", name).orElseThrow().state()).isEqualTo(Endpoint.State.PAUSED);
    assertThat(circuits.find("", name).orElseThrow().paused()).isTrue();
    assertThat(webhooks.send(keyed(key, "another")).duplicate()).isFalse();
  }

  @Test
  void conflict_leavesTheCallersTransactionUsable() throws Exception {
    String key = "key-" + path.substring(1);
    webhooks.send(keyed(key, "first"));
    transaction.begin();
    assertThat(webhooks.send(keyed(key, "first")).duplicate()).isTrue();
    assertThatExceptionOfType(WebhookConflictException.class)
        .isThrownBy(() -> webhooks.send(keyed(key, "other")));
    Receipt receipt = webhooks.send(message("b"));
    transaction.commit();
    assertThat(within10Seconds(() -> sink.at(path).size() == 2)).isTrue();
    assertThat(sink.ids(path)).containsExactlyInAnyOrder(key, receipt.webhookId());
  }

  @Test
  void withoutARequestAndWithoutATransaction_messagesAreSent() throws Exception {
    Receipt receipt = executor.submit(() -> webhooks.send(message("a"))).get(10, TimeUnit.SECONDS);
    assertArrives(receipt);
    assertThat(sink.at(path).get(0).headers()).doesNotContainKey("traceparent");
  }

  private void assertArrives(Receipt receipt) {
    assertThat(within10Seconds(() -> sink.ids(path).contains(receipt.webhookId()))).isTrue();
    assertThat(within10Seconds(() -> state(receipt) == DeliveryState.DELIVERED)).isTrue();
  }

  private void assertOnlyArrives(Receipt receipt) {
    assertArrives(receipt);
    assertThat(sink.ids(path)).containsExactly(receipt.webhookId());
  }

  private DeliveryState state(Receipt receipt) {
    return webhooks.find(receipt.delivery()).orElseThrow().state();
  }

  private boolean onAnotherThread(UUID delivery) throws Exception {
    return executor.submit(() -> webhooks.find(delivery).isPresent()).get(10, TimeUnit.SECONDS);
  }

  private WebhookMessage message(String payload) {
    return WebhookMessage.to(url).type("order.created").payload((Object) payload).build();
  }

  private WebhookMessage later() {
    return WebhookMessage.to(url)
        .type("order.created")
        .payload(Map.of())
        .notBefore(Instant.now().plusSeconds(600))
        .build();
  }

  private WebhookMessage keyed(String key, String payload) {
    return WebhookMessage.to(url).idempotencyKey(key).payload((Object) payload).build();
  }

  /** Makes the key of what was sent one that a sweep drops. */
  private void outliveItsHorizon(Receipt keyed) throws Exception {
    // the key of a message that is queued is kept whatever its horizon
    assertThat(within10Seconds(() -> state(keyed) == DeliveryState.DELIVERED)).isTrue();
    orders.required(
        () ->
            entityManager
                .createNativeQuery(
                    "UPDATE surety_webhook_dedup SET until = now() - interval '1 day'"
                        + " WHERE delivery_id = CAST(?1 AS uuid)")
                .setParameter(1, keyed.delivery().toString())
                .executeUpdate());
  }

  private String transactionId() {
    return entityManager
        .createNativeQuery("SELECT CAST(pg_current_xact_id() AS text)")
        .getSingleResult()
        .toString();
  }
}

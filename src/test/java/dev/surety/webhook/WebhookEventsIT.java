package dev.surety.webhook;

import static dev.surety.webhook.DeliveryState.CANCELED;
import static dev.surety.webhook.DeliveryState.DELIVERED;
import static dev.surety.webhook.DeliveryState.QUEUED;
import static dev.surety.webhook.shop.Sink.within10Seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.surety.SuretyException;
import dev.surety.webhook.WebhookEvent.Dead;
import dev.surety.webhook.WebhookEvent.WillRetry;
import dev.surety.webhook.shop.Hearing;
import dev.surety.webhook.shop.Ledger;
import dev.surety.webhook.shop.Sink;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of deliveries, and who is told, in the server. */
@ExtendWith(ArquillianExtension.class)
class WebhookEventsIT {

  @Inject Webhooks webhooks;
  @Inject Ledger ledger;
  @Inject Hearing hearing;
  @Inject Sink sink;
  @Resource UserTransaction transaction;

  private final String type = "type-" + UUID.randomUUID();
  private final String path = "/" + type;
  private URI url;

  @Deployment
  static WebArchive archive() {
    return SinkWar.named("events.war", Ledger.class, Hearing.class)
        .config(
            Map.of(
                "surety.webhook.poll", "PT0.2S",
                "surety.webhook.retry-schedule", "PT0.1S",
                "surety.webhook.max-attempts", "3",
                "surety.webhook.log-excerpt", "64"))
        .build();
  }

  @BeforeEach
  void listen() {
    url = sink.on(path, Sink.status(204));
  }

  @Test
  void observer_isToldOnceItIsCommitted_withoutATransaction() {
    Receipt receipt = send("a");
    assertThat(within10Seconds(() -> hearing.seen().containsKey(receipt.delivery()))).isTrue();
    assertThat(hearing.seen().get(receipt.delivery()).state()).isEqualTo(DELIVERED);
    assertThat(hearing.transactions()).isEmpty();
  }

  @Test
  void retryAndDeath_areToldAndLogged() {
    sink.on(path, Sink.bytes("HTTP/1.1 500 X\r\nContent-Length: 4\r\n\r\ndown"));
    Receipt receipt = send("a");
    ledger.assertDead("attempts", receipt);
    assertThat(within10Seconds(() -> isDeathTold(receipt))).isTrue();
    assertThat(hearing.all(WillRetry.class))
        .filteredOn(event -> event.delivery().equals(receipt.delivery()))
        .extracting(WillRetry::attempt, WillRetry::outcome)
        .containsExactly(tuple(1, "server-error"), tuple(2, "server-error"));
    List<Attempt> attempts = ledger.attempts(receipt);
    assertThat(attempts).extracting(Attempt::willRetry).containsExactly(true, true, false);
    assertThat(attempts.get(0).nextRetry()).isPresent();
    assertThat(attempts)
        .allMatch(it -> it.status() == 500 && it.outcome().equals("server-error"))
        .allMatch(it -> it.excerpt().equals(Optional.of("down")))
        .allMatch(it -> it.maxAttempts() == 3);
  }

  @Test
  void observerThatThrows_undoesNothing_andOthersAreTold() {
    String id = UUID.randomUUID().toString();
    hearing.failFor(id);
    Receipt failing = webhooks.send(message("a").idempotencyKey(id).build());
    assertThat(within10Seconds(() -> hearing.hasDelivered(id))).isTrue();
    ledger.assertBecomes(DELIVERED, failing);
    Receipt next = send("b");
    assertThat(within10Seconds(() -> hearing.hasDelivered(next.webhookId()))).isTrue();
    assertThat(sink.at(path)).hasSize(2);
  }

  @Test
  void observerThatNeverReturns_holdsUpNoDelivery_andOthersAreToldAfterItsTime() {
    String id = UUID.randomUUID().toString();
    CountDownLatch release = hearing.holdFor(id);
    try {
      Receipt held = webhooks.send(message("a").idempotencyKey(id).build());
      assertThat(within10Seconds(() -> hearing.hasDelivered(id))).isTrue();
      ledger.assertBecomes(DELIVERED, held);
      Receipt next = send("b");
      ledger.assertBecomes(DELIVERED, next);
      assertThat(within10Seconds(() -> hearing.hasDelivered(next.webhookId()))).isTrue();
    } finally {
      release.countDown();
    }
  }

  @Test
  void deadLetter_isRedeliveredWithTheCallersTransaction() throws Exception {
    sink.on(path, Sink.status(422));
    Receipt receipt = send("a");
    ledger.assertDead("final-status", receipt);
    sink.on(path, Sink.status(204));
    transaction.begin();
    assertThat(webhooks.redeliver(receipt.delivery())).isTrue();
    assertThat(ledger.state(receipt)).isEqualTo(QUEUED);
    transaction.rollback();
    assertThat(ledger.state(receipt)).isEqualTo(DeliveryState.DEAD);
    assertThat(webhooks.redeliver(receipt.delivery())).isTrue();
    ledger.assertBecomes(DELIVERED, receipt);
    assertThat(webhooks.redeliver(receipt.delivery())).isFalse();
    assertThat(sink.ids(path)).containsExactly(receipt.webhookId(), receipt.webhookId());
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> webhooks.redeliver(UUID.randomUUID()));
  }

  @Test
  void deadLetters_areListedAndRedeliveredByFilter() {
    sink.on(path, Sink.status(400));
    List<Receipt> receipts = IntStream.range(0, 3).mapToObj(i -> send("a" + i)).toList();
    receipts.forEach(receipt -> ledger.assertDead("final-status", receipt));
    sink.on(path, Sink.status(204));
    DeliveryFilter filter = DeliveryFilter.dead().type(type);
    List<UUID> dead = webhooks.list(filter, 10).stream().map(Delivery::id).toList();
    assertThat(dead)
        .containsExactlyInAnyOrderElementsOf(receipts.stream().map(Receipt::delivery).toList());
    assertThat(webhooks.redeliver(filter, 2)).isEqualTo(2);
    for (Receipt receipt : receipts) {
      if (receipt.delivery().equals(dead.get(2))) {
        assertThat(ledger.state(receipt)).isEqualTo(DeliveryState.DEAD);
      } else {
        ledger.assertBecomes(DELIVERED, receipt);
      }
    }
  }

  @Test
  void cancel_joinsTheCallersTransaction() throws Exception {
    Receipt receipt =
        webhooks.send(message("a").notBefore(Instant.now().plus(Duration.ofHours(1))).build());
    transaction.begin();
    assertThat(webhooks.cancel(receipt.delivery())).isTrue();
    transaction.rollback();
    assertThat(ledger.state(receipt)).isEqualTo(QUEUED);
    assertThat(webhooks.cancel(receipt.delivery())).isTrue();
    assertThat(ledger.state(receipt)).isEqualTo(CANCELED);
    assertThat(webhooks.cancel(receipt.delivery())).isFalse();
  }

  @Test
  void sequence_arrivesInTheOrderOfCommits_withoutAGap() throws Exception {
    List<WebhookMessage> messages =
        IntStream.range(0, 5).mapToObj(i -> message("m" + i).sequenceKey(type).build()).toList();
    transaction.begin();
    webhooks.send(messages.get(0));
    transaction.rollback();
    transaction.begin();
    webhooks.sendAll(messages.subList(0, 2));
    transaction.commit();
    webhooks.send(messages.get(2));
    List<Receipt> last = webhooks.sendAll(messages.subList(3, 5));
    ledger.assertBecomes(DELIVERED, last.get(1));
    assertThat(sink.at(path))
        .extracting(Sink.Arrival::body)
        .containsExactly("\"m0\"", "\"m1\"", "\"m2\"", "\"m3\"", "\"m4\"");
    assertThat(sink.at(path))
        .extracting(it -> it.headers().get("webhook-sequence-number"))
        .containsExactly("1", "2", "3", "4", "5");
  }

  private boolean isDeathTold(Receipt receipt) {
    return hearing.all(Dead.class).stream()
        .anyMatch(event -> event.delivery().equals(receipt.delivery()) && event.attempts() == 3);
  }

  private Receipt send(String payload) {
    return webhooks.send(message(payload).build());
  }

  private WebhookMessage.Builder message(String payload) {
    return WebhookMessage.to(url).type(type).payload((Object) payload);
  }
}

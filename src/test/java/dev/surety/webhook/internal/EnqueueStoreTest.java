package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.core.Micros;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookConflictException;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is announced within a transaction, and under which keys. */
class EnqueueStoreTest {

  private final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void committedMessage_isDelivered_withoutWaitingForAPoll() throws Exception {
    Instance one = fixture.instance(Map.of("surety.webhook.poll", "PT1M"), job -> status(200));
    // the first look comes with the start
    Thread.sleep(300);
    Receipt receipt = fixture.inTransaction(() -> one.webhooks().send(message().build()));
    long start = System.nanoTime();
    await(() -> fixture.queued() == 0);
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    assertThat(one.sent()).hasSize(1);
    assertThat(one.sent().peek().message().webhookId()).isEqualTo(receipt.webhookId());
    assertThat(one.webhooks().find(receipt.delivery()).orElseThrow().state())
        .isEqualTo(DeliveryState.DELIVERED);
  }

  @Test
  void messageThatExpiresInTheYear9999_isDelivered() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    Instant last = Instant.parse("9999-12-31T23:59:59Z");
    one.webhooks().send(message().expiresAt(last).build());
    await(() -> fixture.queued() == 0);
    assertThat(one.sent().peek().message().expiresAt()).isEqualTo(last);
  }

  @Test
  void rolledBackMessage_isNotSent() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    assertThatThrownBy(
            () ->
                fixture.inTransaction(
                    () -> {
                      one.webhooks().send(message().build());
                      throw new IllegalStateException("the order failed");
                    }))
        .hasMessage("the order failed");
    Receipt second = one.webhooks().send(message().build());
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).singleElement().extracting("id").isEqualTo(second.delivery());
  }

  @Test
  void transactionThatCanOnlyRollBack_isRefused() {
    Instance one = fixture.instance(job -> status(200));
    assertThatThrownBy(
            () ->
                fixture.inTransaction(
                    () -> {
                      fixture.transactions().setRollbackOnly();
                      return one.webhooks().send(message().build());
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("roll back");
  }

  @Test
  void sameKeyAndBody_isOneDelivery_alsoOnceItWasDelivered() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    WebhookMessage message = message().idempotencyKey("order-1").build();
    Receipt first = one.webhooks().send(message);
    Receipt again = one.webhooks().send(message);
    await(() -> fixture.queued() == 0);
    Receipt later = one.webhooks().send(message);
    assertThat(first.duplicate()).isFalse();
    assertThat(List.of(again, later)).allMatch(Receipt::duplicate);
    assertThat(List.of(again, later)).allMatch(r -> r.delivery().equals(first.delivery()));
    Thread.sleep(200);
    assertThat(one.sent()).hasSize(1);
  }

  @Test
  void sameKeyWithOtherBody_isAConflict_andNothingOfTheBulkIsSent() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    one.webhooks().send(message().idempotencyKey("order-1").build());
    WebhookMessage other = message().idempotencyKey("order-1").payload("other").build();
    WebhookMessage fresh = message().idempotencyKey("order-2").build();
    assertThatThrownBy(() -> one.webhooks().send(other))
        .isInstanceOf(WebhookConflictException.class);
    assertThatThrownBy(() -> one.webhooks().sendAll(List.of(fresh, other)))
        .isInstanceOf(WebhookConflictException.class);
    assertThatThrownBy(
            () -> fixture.inTransaction(() -> one.webhooks().sendAll(List.of(fresh, other))))
        .isInstanceOf(WebhookConflictException.class);
    assertThat(one.webhooks().send(fresh).duplicate()).isFalse();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).hasSize(2);
  }

  @Test
  void conflictThatIsCaughtAndCommitted_leavesTheOtherKeysFree() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    one.webhooks().send(message().idempotencyKey("order-1").build());
    WebhookMessage other = message().idempotencyKey("order-1").payload("other").build();
    WebhookMessage fresh = message().idempotencyKey("order-2").build();
    fixture.inTransaction(
        () -> {
          assertThatThrownBy(() -> one.webhooks().sendAll(List.of(fresh, other)))
              .isInstanceOf(WebhookConflictException.class);
          return null;
        });
    assertThat(one.webhooks().send(fresh).duplicate()).isFalse();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).hasSize(2);
  }

  @Test
  void oneKeyAtTwoDestinationsOrTenants_isSeveralDeliveries() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    URI elsewhere = URI.create("https://other.example/hooks");
    one.webhooks()
        .sendAll(
            List.of(
                message().idempotencyKey("k").build(),
                message().idempotencyKey("k").tenant("acme").build(),
                WebhookMessage.to(elsewhere).idempotencyKey("k").payload("x").build(),
                WebhookMessage.to(URI.create(elsewhere + "?tenant=2"))
                    .idempotencyKey("k")
                    .payload("y")
                    .build()));
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).hasSize(4);
  }

  @Test
  void keyOutlastsTheRetriesOfItsOwnMessage_fromWhenThatMayBeSent() {
    Instance one =
        fixture.instance(
            Map.of(
                "surety.webhook.worker", "false",
                "surety.webhook.dedup-horizon", "PT1H",
                "surety.webhook.retry-after-max", "PT6H"),
            job -> status(200));
    one.webhooks()
        .send(
            message()
                .idempotencyKey("k")
                .maxAttempts(5)
                .notBefore(Instant.now().plus(Duration.ofDays(10)))
                .build());
    // 4 pauses that a receiver may make 6 hours long
    assertThat(
            fixture.text(
                "SELECT until > now() + interval '10 days 23 hours' FROM surety_webhook_dedup"
                    + " WHERE application = '"
                    + fixture.application
                    + "'"))
        .isEqualTo("t");
  }

  @Test
  void timesOfALoneMessage_areStoredToTheMicrosecond() throws Exception {
    Instance one = fixture.instance(Map.of(), job -> status(204));
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    try {
      // more often than the driver sends a statement's text, and with and without times
      for (int i = 1; i <= 8; i++) {
        Instant time = Instant.parse("2190-03-14T07:30:00.123456Z").plus(i, ChronoUnit.MICROS);
        var unused = one.webhooks().send(message().build());
        Receipt late =
            one.webhooks().send(message().notBefore(time).expiresAt(time.plusSeconds(1)).build());
        assertThat(times("due", "surety_webhook", late)).isEqualTo(Micros.of(time));
        assertThat(times("expires_at", "surety_webhook_message", late))
            .isEqualTo(Micros.of(time.plusSeconds(1)));
      }
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  private long times(String column, String table, Receipt receipt) {
    return Long.parseLong(
        fixture.text(
            "SELECT CAST(extract(epoch FROM %s) * 1000000 AS bigint) FROM %s WHERE delivery_id = '%s'"
                .formatted(column, table, receipt.delivery())));
  }

  @Test
  void keyPastItsHorizon_isFree() throws Exception {
    Instance one =
        fixture.instance(Map.of("surety.webhook.dedup-horizon", "PT1S"), job -> status(200));
    WebhookMessage message = message().idempotencyKey("order-1").maxAttempts(1).build();
    one.webhooks().send(message);
    Thread.sleep(1_200);
    assertThat(one.webhooks().send(message).duplicate()).isFalse();
  }

  @Test
  void bulk_isSentWhole_inOneTransaction() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    List<WebhookMessage> bulk =
        java.util.stream.IntStream.range(0, 500).mapToObj(i -> message().build()).toList();
    assertThat(fixture.inTransaction(() -> one.webhooks().sendAll(bulk))).hasSize(500);
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).hasSize(500);
  }

  @Test
  void unknownEndpoint_isNamed() {
    Instance one = fixture.instance(job -> status(200));
    assertThatThrownBy(
            () -> one.webhooks().send(WebhookMessage.toEndpoint("nobody").payload("x").build()))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("'nobody'");
  }

  @Test
  void instanceWithoutWorker_onlyEnqueues() throws Exception {
    Instance quiet = fixture.instance(Map.of("surety.webhook.worker", "false"), job -> status(200));
    quiet.webhooks().send(message().build());
    Thread.sleep(500);
    assertThat(fixture.queued()).isOne();
    Instance working = fixture.instance(job -> status(200));
    await(() -> fixture.queued() == 0);
    assertThat(quiet.sent()).isEmpty();
    assertThat(working.sent()).hasSize(1);
  }
}

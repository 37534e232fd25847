package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.TestDatabase;
import dev.surety.webhook.Attempt;
import dev.surety.webhook.Delivery;
import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the queue to its end: attempts, leases, dead letters. */
class DeliveryStoreTest {

  private static final Map<String, String> QUICK =
      Map.of("surety.webhook.retry-schedule", "PT0.1S,PT0.1S", "surety.webhook.max-attempts", "3");

  private final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void failedAttempt_isRepeatedWithTheSameBytes_andWrittenDown() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Instance one = fixture.instance(QUICK, job -> status(tries.incrementAndGet() < 3 ? 503 : 204));
    Receipt receipt = one.webhooks().send(message().build());
    await(() -> fixture.queued() == 0);
    assertThat(one.sent())
        .extracting(job -> job.message().webhookId())
        .containsOnly(receipt.webhookId());
    assertThat(one.sent())
        .extracting(job -> new String(job.message().body()))
        .containsOnly("{\"order\":1}");
    assertThat(one.sent()).extracting("attempt").containsExactly(1, 2, 3);
    List<Attempt> attempts = one.webhooks().attempts(receipt.delivery());
    assertThat(attempts).extracting(Attempt::status).containsExactly(503, 503, 204);
    assertThat(attempts).extracting(Attempt::willRetry).containsExactly(true, true, false);
    assertThat(attempts).extracting(Attempt::outcome).last().isEqualTo("delivered");
    assertThat(fixture.events)
        .extracting(event -> (Object) event.getClass())
        .containsExactly(
            WebhookEvent.WillRetry.class,
            WebhookEvent.WillRetry.class,
            WebhookEvent.Delivered.class);
  }

  @Test
  void lastAttemptThatFails_leavesADeadLetter_thatCanBeRedelivered() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Instance one = fixture.instance(QUICK, job -> status(tries.incrementAndGet() <= 3 ? 500 : 200));
    Receipt receipt = one.webhooks().send(message().build());
    await(() -> fixture.queued() == 0);
    Delivery dead = one.webhooks().find(receipt.delivery()).orElseThrow();
    assertThat(dead.state()).isEqualTo(DeliveryState.DEAD);
    assertThat(dead.reason()).hasValue("attempts");
    assertThat(dead.attempts()).isEqualTo(3);
    assertThat(one.webhooks().list(DeliveryFilter.dead(), 10)).containsExactly(dead);
    assertThat(one.webhooks().redeliver(receipt.delivery())).isTrue();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).hasSize(4);
    assertThat(one.sent())
        .extracting(job -> job.message().webhookId())
        .containsOnly(receipt.webhookId());
    assertThat(one.webhooks().find(receipt.delivery()).orElseThrow().state())
        .isEqualTo(DeliveryState.DELIVERED);
    assertThat(one.webhooks().redeliver(receipt.delivery())).isFalse();
  }

  @Test
  void finalStatus_endsAtOnce() throws Exception {
    Instance one = fixture.instance(QUICK, job -> status(422));
    Receipt receipt = one.webhooks().send(message().build());
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).hasSize(1);
    assertThat(one.webhooks().find(receipt.delivery()).orElseThrow().reason())
        .hasValue("final-status");
  }

  @Test
  void closing_handsBackWhatWasNotSent_andSettlesWhatWas() throws Exception {
    Instance one =
        fixture.instance(
            Map.of("surety.webhook.in-flight", "2", "surety.webhook.poll", "PT0.05S"),
            job -> {
              sleep(50);
              return status(200);
            });
    for (int i = 0; i < 40; i++) {
      one.webhooks().send(message().build());
    }
    await(() -> one.sent().size() > 4);
    one.close();
    int sent = one.sent().size();
    assertThat(fixture.queued()).isEqualTo(40 - sent);
    assertThat(
            fixture.text(
                "SELECT count(*) FROM surety_webhook WHERE leased_until IS NOT NULL AND application = '"
                    + fixture.application
                    + "'"))
        .isEqualTo("0");
    Instance next = fixture.instance(job -> status(200));
    await(() -> fixture.queued() == 0);
    assertThat(next.sent()).hasSize(40 - sent);
    assertThat(next.sent()).extracting("attempt").containsOnly(1);
  }

  @Test
  void lockedLog_undoesNoOutcome() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    try (Connection other = TestDatabase.shared().dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE surety_webhook_log IN ACCESS EXCLUSIVE MODE");
      one.webhooks().send(message().build());
      await(() -> fixture.queued() == 0);
      assertThat(one.sent()).hasSize(1);
      other.rollback();
    }
  }

  @Test
  void failingLog_undoesNoOutcome() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    fixture.execute(
        "ALTER TABLE surety_webhook_log ADD CONSTRAINT full_disk CHECK (millis < 0) NOT VALID");
    try {
      one.webhooks().send(message().build());
      await(() -> fixture.queued() == 0);
      assertThat(one.sent()).hasSize(1);
    } finally {
      fixture.execute("ALTER TABLE surety_webhook_log DROP CONSTRAINT full_disk");
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

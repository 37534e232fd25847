package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.testing.MovedTime;
import dev.surety.testing.TestDatabase;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is past its horizon goes, and nothing else; dropping one thing reopens no other. */
class SweepStoreTest {

  private static final Map<String, String> SHORT =
      Map.of(
          "surety.webhook.delivered-horizon", "PT1S",
          "surety.webhook.dead-horizon", "PT1S",
          "surety.webhook.log-horizon", "PT1S",
          "surety.webhook.max-attempts", "1");

  /** Writes down how many entries of the log each transaction drops. */
  private static final String WITNESS =
      """
      CREATE TABLE drops (transaction xid8, dropped bigint);
      CREATE FUNCTION drop_seen() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO drops SELECT pg_current_xact_id(), count(*) FROM gone;
        RETURN NULL;
      END $$;
      CREATE TRIGGER drop_seen AFTER DELETE ON surety_webhook_log
        REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION drop_seen()
      """;

  private static final String OLD_LOG =
      """
      INSERT INTO surety_webhook_log (delivery_id, fence, application, url, attempt, max_attempts,
        outcome, status, millis, payload_size, will_retry, occurred_at)
      SELECT CAST(lpad(to_hex(i), 12, '0') || '00000000000000000000' AS uuid), 1, '%s',
             'u', 1, 1, 'delivered', 200, 1, 1, false, now() - interval '1 hour'
      FROM generate_series(1, 3000) i
      """;

  private final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void deliveredMessage_isDroppedAfterItsHorizon_andItsKeyStaysTaken() throws Exception {
    Instance one = fixture.instance(SHORT, job -> status(200));
    Receipt receipt = one.webhooks().send(message().idempotencyKey("k").build());
    await(() -> fixture.queued() == 0);
    one.webhooks().sweep();
    assertThat(one.webhooks().find(receipt.delivery())).isPresent();
    Thread.sleep(1_200);
    assertThat(one.webhooks().sweep()).isPositive();
    assertThat(one.webhooks().find(receipt.delivery())).isEmpty();
    assertThat(one.webhooks().attempts(receipt.delivery())).isEmpty();
    assertThat(one.webhooks().send(message().idempotencyKey("k").build()).duplicate()).isTrue();
  }

  @Test
  void prunedDeadLetter_cannotBeRedelivered_andSaysSo() throws Exception {
    Instance one = fixture.instance(SHORT, job -> status(500));
    Receipt receipt = one.webhooks().send(message().build());
    await(() -> fixture.queued() == 0);
    Thread.sleep(1_200);
    one.webhooks().sweep();
    assertThatThrownBy(() -> one.webhooks().redeliver(receipt.delivery()))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("pruned");
  }

  @Test
  void queuedMessage_isNeverDropped_howeverOld() throws Exception {
    Map<String, String> quiet = new HashMap<>(SHORT);
    quiet.put("surety.webhook.worker", "false");
    Instance one = fixture.instance(quiet, job -> status(200));
    Receipt receipt = one.webhooks().send(message().build());
    Thread.sleep(1_200);
    one.webhooks().sweep();
    assertThat(one.webhooks().find(receipt.delivery())).isPresent();
    Instance working = fixture.instance(job -> status(200));
    await(() -> fixture.queued() == 0);
    assertThat(working.sent()).hasSize(1);
  }

  @Test
  void keyOfAMessage_isDroppedAfterItsHorizon() throws Exception {
    Instance one =
        fixture.instance(Map.of("surety.webhook.dedup-horizon", "PT1S"), job -> status(200));
    Receipt receipt = one.webhooks().send(message().idempotencyKey("k").maxAttempts(1).build());
    String count =
        "SELECT count(*) FROM surety_webhook_dedup WHERE delivery_id = '"
            + receipt.delivery()
            + "'";
    assertThat(fixture.text(count)).isEqualTo("1");
    Thread.sleep(1_200);
    one.webhooks().sweep();
    assertThat(fixture.text(count)).isEqualTo("0");
  }

  @Test
  void sweep_bringsDownThousandsInOneCall_inSmallTransactions() throws Exception {
    TestDatabase alone = new MovedTime(TestDatabase.shared(), Instant.now()).database();
    try (WebhookFixture own = new WebhookFixture(alone)) {
      Map<String, String> quiet = new HashMap<>(SHORT);
      quiet.put("surety.webhook.worker", "false");
      Instance one = own.instance(quiet, job -> status(200));
      own.execute(WITNESS);
      own.execute(OLD_LOG.formatted(own.application));
      assertThat(one.webhooks().sweep()).isEqualTo(3_000);
      assertThat(own.text("SELECT sum(dropped) FROM drops")).isEqualTo("3000");
      String largest =
          "SELECT max(n) FROM (SELECT sum(dropped) AS n FROM drops GROUP BY transaction) t";
      assertThat(Integer.parseInt(own.text(largest))).isBetween(1, 500);
    }
  }
}

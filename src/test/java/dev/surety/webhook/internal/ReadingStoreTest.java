package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.Delivery;
import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of deliveries. */
class ReadingStoreTest {

  private final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void deadLetters_areListedAsTheyEnded_whichIsHowTheyAreRedelivered() throws Exception {
    Instance one = fixture.instance(job -> status(400));
    Receipt late = one.webhooks().send(message().notBefore(Instant.now().plusMillis(500)).build());
    Receipt soon = one.webhooks().send(message().build());
    await(() -> fixture.queued() == 0);
    assertThat(one.webhooks().list(DeliveryFilter.dead(), 10))
        .extracting(Delivery::id)
        .containsExactly(soon.delivery(), late.delivery());
    assertThat(one.webhooks().redeliver(DeliveryFilter.dead(), 1)).isOne();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent())
        .extracting(job -> job.message().webhookId())
        .containsExactly(soon.webhookId(), late.webhookId(), soon.webhookId());
  }

  @Test
  void attempts_areTold_alsoOnceItIsDelivered() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Instance one =
        fixture.instance(
            Map.of("surety.webhook.retry-schedule", "PT0.1S"),
            job -> status(tries.incrementAndGet() < 3 ? 503 : 204));
    Receipt receipt = one.webhooks().send(message().build());
    await(() -> fixture.queued() == 0);
    assertThat(one.webhooks().find(receipt.delivery()).orElseThrow().attempts()).isEqualTo(3);
  }
}

package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.Delivery;
import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an endpoint's settings and state mean for its messages in the queue. */
class EndpointQueueStoreTest {

  private static final String MAKE =
      "INSERT INTO surety_webhook_endpoint (endpoint_id, application, tenant, name, url, signatures,"
          + " rate_limit, rated_until, state, reason, created_at, updated_at) VALUES"
          + " (gen_random_uuid(), '%s', '', 'shop', 'https://sink.example/', '', %s, now(), '%s',"
          + " '', now(), now())";

  private final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void rateLimit_holdsForAllInstancesTogether_andNothingIsLost() throws Exception {
    ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
    WebhookFixture.Receiver receiver =
        job -> {
          times.add(System.nanoTime());
          return status(200);
        };
    Instance one = fixture.instance(receiver);
    Instance other = fixture.instance(receiver);
    make("20", "active");
    List<WebhookMessage> messages = Collections.nCopies(20, toShop().build());
    one.webhooks().sendAll(messages);
    other.webhooks().sendAll(messages);
    await(() -> fixture.queued() == 0);
    assertThat(times).hasSize(40);
    long first = times.stream().mapToLong(time -> time).min().orElseThrow();
    assertThat(times.stream().filter(time -> time - first < 1_000_000_000L).count())
        .isBetween(10L, 24L);
  }

  @Test
  void deletedEndpoint_endsItsMessages_alsoWhereDeadOnesHoldTheirSequence() throws Exception {
    Instance one = fixture.instance(Map.of("surety.webhook.on-dead", "block"), job -> status(200));
    make("NULL", "paused");
    one.webhooks().sendAll(Collections.nCopies(3, toShop().sequenceKey("k").build()));
    fixture.execute(
        "UPDATE surety_webhook_endpoint SET state = 'deleted' WHERE application = '"
            + fixture.application
            + "'");
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).isEmpty();
    assertThat(one.webhooks().list(DeliveryFilter.dead(), 10))
        .hasSize(3)
        .extracting(Delivery::reason)
        .containsOnly(Optional.of("endpoint-deleted"));
  }

  private void make(String rateLimit, String state) {
    assertThat(fixture.execute(MAKE.formatted(fixture.application, rateLimit, state))).isOne();
  }

  private static WebhookMessage.Builder toShop() {
    return WebhookMessage.toEndpoint("shop").type("order.created").payload(Map.of("order", 1));
  }
}

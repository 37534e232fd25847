package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.message;

import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** A queue that retries at once, and what came of it. */
abstract class QueueBeforeReceivers {

  static final Map<String, String> QUICK =
      Map.of(
          "surety.webhook.retry-schedule", "PT0.05S",
          "surety.webhook.max-attempts", "50",
          "surety.webhook.breaker-failures", "3",
          "surety.webhook.breaker-pause", "PT1S");

  final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  static Receipt send(Instance instance, int many) {
    List<Receipt> receipts =
        instance
            .webhooks()
            .sendAll(IntStream.range(0, many).mapToObj(i -> message().build()).toList());
    return receipts.get(receipts.size() - 1);
  }

  static long delivered(Instance instance) {
    return instance.webhooks().list(DeliveryFilter.of(DeliveryState.DELIVERED), 1_000).size();
  }
}

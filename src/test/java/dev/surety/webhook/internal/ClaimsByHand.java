package dev.surety.webhook.internal;

import dev.surety.webhook.internal.QueueStatements.Wanted;
import dev.surety.webhook.internal.send.Lane;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** Claims by hand, without a worker. */
abstract class ClaimsByHand {

  static final Map<String, String> NO_WORKER = Map.of("surety.webhook.worker", "false");
  static final long ANY = Long.MAX_VALUE;
  final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  List<Claim> claim(QueueStatements queue, long bytes) {
    return fixture
        .ownTransactions()
        .run(
            () ->
                queue.claim(
                    queue.lanes(new Lane(new UUID(-1, -1), new UUID(-1, -1))).stream()
                        .map(busy -> new Wanted(busy.lane(), 10, 0, bytes))
                        .toList()));
  }
}

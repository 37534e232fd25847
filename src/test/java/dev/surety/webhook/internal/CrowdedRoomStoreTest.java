package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import dev.surety.webhook.internal.send.SendResult;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A receiver that is slow holds up no other, though an instance has much of it. */
class CrowdedRoomStoreTest {

  /** Whoever waits for a look waits as long. */
  private static final Map<String, String> LONG_POLL = Map.of("surety.webhook.poll", "PT1M");

  private final WebhookFixture fixture = new WebhookFixture();
  private final ConcurrentLinkedQueue<Consumer<SendResult>> stuck = new ConcurrentLinkedQueue<>();
  private final AtomicInteger quick = new AtomicInteger();
  private volatile boolean slow = true;

  @AfterEach
  void close() throws Exception {
    answer();
    fixture.close();
  }

  @Test
  void receiverThatNeverAnswers_delaysNoOther() throws Exception {
    Instance one = instance();
    one.webhooks().sendAll(Collections.nCopies(600, to("slow")));
    await(() -> stuck.size() == 231);
    for (int i = 1; i <= 20; i++) {
      one.webhooks().send(to("quick"));
      int all = i;
      await(() -> quick.get() == all);
    }
    one.webhooks().sendAll(Collections.nCopies(500, to("quick")));
    await(() -> quick.get() == 520);
    assertThat(stuck).hasSize(231);
  }

  /** What was claimed ahead of it at its former pace takes no room from others. */
  @Test
  void quickReceiverThatStopsAnswering_delaysNoOther() throws Exception {
    slow = false;
    Instance one = instance();
    for (int i = 0; i < 8; i++) {
      one.webhooks().sendAll(Collections.nCopies(500, to("slow")));
    }
    await(() -> quick.get() > 2_000);
    slow = true;
    one.webhooks().sendAll(Collections.nCopies(500, to("slow")));
    one.webhooks().sendAll(Collections.nCopies(500, to("slow")));
    await(() -> stuck.size() == 231);
    int before = quick.get();
    one.webhooks().sendAll(Collections.nCopies(300, to("quick")));
    await(() -> quick.get() == before + 300);
  }

  private Instance instance() {
    return fixture.instance(
        LONG_POLL,
        new ConcurrentLinkedQueue<>(),
        (job, done) -> {
          if (slow && job.message().url().contains("slow")) {
            stuck.add(done);
          } else {
            quick.incrementAndGet();
            done.accept(status(200));
          }
        });
  }

  private void answer() {
    slow = false;
    for (Consumer<SendResult> one = stuck.poll(); one != null; one = stuck.poll()) {
      one.accept(status(200));
    }
  }

  private static WebhookMessage to(String host) {
    return WebhookMessage.to(URI.create("https://" + host + ".example/"))
        .type("order.paid")
        .payload(Map.of("order", 1))
        .build();
  }
}

package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds a sequence, and who ends it: on-dead=block, skip, redeliver, cancel, delete. */
class HeldSequenceStoreTest {

  private static final Map<String, String> QUICK =
      Map.of("surety.webhook.retry-schedule", "PT0.02S", "surety.webhook.max-attempts", "2");

  private final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void deadHead_blocksItsKey_untilItIsSkipped() throws Exception {
    Instance one = blocking(job -> status(job.message().type().equals("bad") ? 422 : 200));
    Receipt head = one.webhooks().send(message().type("bad").sequenceKey("k").build());
    Receipt behind = one.webhooks().send(message().type("behind").sequenceKey("k").build());
    await(
        () -> one.webhooks().find(head.delivery()).orElseThrow().state() == DeliveryState.BLOCKING);
    Thread.sleep(300);
    assertThat(one.sent()).hasSize(1);
    assertThat(one.webhooks().find(behind.delivery()).orElseThrow().state())
        .isEqualTo(DeliveryState.WAITING);
    assertThat(one.webhooks().list(DeliveryFilter.of(DeliveryState.BLOCKING), 9)).hasSize(1);
    assertThat(one.webhooks().skip(behind.delivery())).isFalse();
    assertThat(one.webhooks().skip(head.delivery())).isTrue();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).extracting(job -> job.message().type()).containsExactly("bad", "behind");
  }

  @Test
  void blockingHead_isRedeliveredInItsPlace() throws Exception {
    AtomicBoolean healed = new AtomicBoolean();
    Instance one =
        blocking(job -> status(job.message().type().equals("bad") && !healed.get() ? 422 : 200));
    Receipt head = one.webhooks().send(message().type("bad").sequenceKey("k").build());
    one.webhooks().send(message().type("behind").sequenceKey("k").build());
    await(
        () -> one.webhooks().find(head.delivery()).orElseThrow().state() == DeliveryState.BLOCKING);
    healed.set(true);
    assertThat(one.webhooks().redeliver(head.delivery())).isTrue();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent())
        .extracting(job -> job.message().type())
        .containsExactly("bad", "bad", "behind");
    assertThat(one.sent()).extracting(job -> job.message().redelivered()).containsOnly(false);
  }

  @Test
  void canceledMessages_letTheOthersGo() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    Instance one = gated(open);
    one.webhooks().send(message().type("1").sequenceKey("k").build());
    await(() -> one.sent().size() == 1);
    Receipt second = one.webhooks().send(message().type("2").sequenceKey("k").build());
    one.webhooks().send(message().type("3").sequenceKey("k").build());
    assertThat(fixture.inTransaction(() -> one.webhooks().cancel(second.delivery()))).isTrue();
    assertThat(one.webhooks().cancel(second.delivery())).isFalse();
    open.countDown();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).extracting(job -> job.message().type()).containsExactly("1", "3");
    assertThat(one.webhooks().find(second.delivery()).orElseThrow().state())
        .isEqualTo(DeliveryState.CANCELED);
  }

  @Test
  void whoEndsAHold_wakesTheWorker() throws Exception {
    Map<String, String> config = new HashMap<>(QUICK);
    config.put("surety.webhook.on-dead", "block");
    config.put("surety.webhook.poll", "PT1M");
    Instance one =
        fixture.instance(config, job -> status(job.message().type().equals("bad") ? 422 : 200));
    Receipt head = one.webhooks().send(message().type("bad").sequenceKey("k").build());
    one.webhooks().send(message().type("behind").sequenceKey("k").build());
    await(
        () -> one.webhooks().find(head.delivery()).orElseThrow().state() == DeliveryState.BLOCKING);
    assertThat(fixture.inTransaction(() -> one.webhooks().skip(head.delivery()))).isTrue();
    await(() -> fixture.queued() == 0);
  }

  @Test
  void canceledWhileItIsSent_isNotOvertaken() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    Instance one = gated(open);
    Receipt first = one.webhooks().send(message().type("1").sequenceKey("k").build());
    Receipt alone = one.webhooks().send(message().type("alone").build());
    await(() -> one.sent().size() == 2);
    one.webhooks().send(message().type("2").sequenceKey("k").build());
    assertThat(one.webhooks().cancel(first.delivery())).isFalse();
    assertThat(one.webhooks().cancel(alone.delivery())).isTrue();
    open.countDown();
    await(() -> fixture.queued() == 0);
    assertThat(one.webhooks().find(first.delivery()).orElseThrow().state())
        .isEqualTo(DeliveryState.DELIVERED);
  }

  @Test
  void deletedEndpoint_isHeldForByNobody() throws Exception {
    Instance one = blocking(job -> status(422));
    one.endpoints().create(Endpoint.Settings.of("", "partner", WebhookFixture.SINK));
    Receipt head = one.webhooks().send(toPartner());
    Receipt behind = one.webhooks().send(toPartner());
    await(
        () -> one.webhooks().find(head.delivery()).orElseThrow().state() == DeliveryState.BLOCKING);
    assertThat(one.endpoints().delete("", "partner")).isTrue();
    one.webhooks().sweep();
    one.webhooks().sweep();
    await(() -> fixture.queued() == 0);
    assertThat(one.webhooks().find(head.delivery()).orElseThrow().reason())
        .hasValue("final-status");
    assertThat(one.webhooks().find(behind.delivery()).orElseThrow().reason())
        .hasValue("endpoint-deleted");
    assertThat(one.sent()).hasSize(1);
  }

  private static WebhookMessage toPartner() {
    return WebhookMessage.toEndpoint("partner").sequenceKey("k").payload("x").build();
  }

  private Instance blocking(WebhookFixture.Receiver receiver) {
    Map<String, String> config = new HashMap<>(QUICK);
    config.put("surety.webhook.on-dead", "block");
    return fixture.instance(config, receiver);
  }

  /** Whose receiver answers once the gate is open. */
  private Instance gated(CountDownLatch open) {
    return fixture.instance(
        job -> {
          waitFor(open);
          return status(200);
        });
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.Circuit;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import dev.surety.webhook.internal.send.Job;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What receivers make of the queue: circuits, times, slowness. */
class ReceiversStoreTest extends QueueBeforeReceivers {

  @Test
  void deadReceiver_getsOneProbeAPause_fromAllInstances_andWaitingUsesNoAttempt() throws Exception {
    AtomicBoolean healed = new AtomicBoolean();
    WebhookFixture.Receiver receiver = job -> status(healed.get() ? 200 : 503);
    Instance one = fixture.instance(QUICK, receiver);
    Instance two = fixture.instance(QUICK, receiver);
    Receipt last = send(one, 20);
    String key = WebhookFixture.SINK.toString();
    await(
        () ->
            one.circuits().find("", key).filter(c -> c.state() == Circuit.State.OPEN).isPresent());
    int before = one.sent().size() + two.sent().size();
    Thread.sleep(3_500);
    int probes = one.sent().size() + two.sent().size() - before;
    assertThat(probes).isBetween(2, 4);
    assertThat(one.webhooks().find(last.delivery()).orElseThrow().attempts())
        .isLessThanOrEqualTo(6);
    healed.set(true);
    await(() -> fixture.queued() == 0);
    assertThat(fixture.events).filteredOn(WebhookEvent.CircuitClosed.class::isInstance).hasSize(1);
    assertThat(fixture.events).filteredOn(WebhookEvent.CircuitOpened.class::isInstance).hasSize(1);
    assertThat(one.circuits().list()).isEmpty();
  }

  @Test
  void deadReceiver_holdsUpNobodyElse() throws Exception {
    Instance one =
        fixture.instance(QUICK, job -> status(job.message().url().contains("dead") ? 503 : 200));
    for (int i = 0; i < 50; i++) {
      one.webhooks()
          .send(WebhookMessage.to(URI.create("https://dead.example/")).payload("x").build());
    }
    send(one, 100);
    await(() -> delivered(one) == 100);
    assertThat(fixture.queued()).isEqualTo(50);
  }

  @Test
  void pausedCircuit_holdsItsMessages_untilItIsResumed() throws Exception {
    Instance one = fixture.instance(QUICK, job -> status(200));
    String key = WebhookFixture.SINK.toString();
    one.circuits().pause("", key);
    send(one, 3);
    Thread.sleep(500);
    assertThat(one.sent()).isEmpty();
    assertThat(one.circuits().resume("", key)).isTrue();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).extracting(Job::attempt).containsOnly(1);
  }

  @Test
  void expiredMessage_isDeadWithoutBeingSent() throws Exception {
    Instance quiet = fixture.instance(Map.of("surety.webhook.worker", "false"), job -> status(200));
    Instant soon = quiet.core().clock().now().plusMillis(300);
    Receipt receipt = quiet.webhooks().send(message().expiresAt(soon).build());
    Thread.sleep(400);
    Instance one = fixture.instance(QUICK, job -> status(200));
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).isEmpty();
    assertThat(one.webhooks().find(receipt.delivery()).orElseThrow().reason()).hasValue("expired");
  }

  @Test
  void messageForLater_isNotSentBefore() throws Exception {
    Instance one = fixture.instance(QUICK, job -> status(200));
    Instant later = one.core().clock().now().plusMillis(1_500);
    Receipt receipt = one.webhooks().send(message().notBefore(later).build());
    Thread.sleep(500);
    assertThat(one.sent()).isEmpty();
    assertThat(one.webhooks().find(receipt.delivery()).orElseThrow().state())
        .isEqualTo(DeliveryState.QUEUED);
    await(() -> fixture.queued() == 0);
    assertThat(one.core().clock().now()).isAfter(later);
  }

  @Test
  void slowReceiver_leavesRoomForOthers() throws Exception {
    Map<String, String> narrow = new HashMap<>(QUICK);
    narrow.put("surety.webhook.in-flight", "4");
    Instance one =
        fixture.instance(
            narrow,
            job -> {
              if (job.message().url().contains("slow")) {
                pause(400);
              }
              return status(200);
            });
    for (int i = 0; i < 20; i++) {
      one.webhooks()
          .send(WebhookMessage.to(URI.create("https://slow.example/")).payload("x").build());
    }
    Thread.sleep(200);
    long start = System.nanoTime();
    send(one, 10);
    await(
        () ->
            one.sent().stream().filter(job -> !job.message().url().contains("slow")).count() == 10);
    assertThat(System.nanoTime() - start).isLessThan(1_900_000_000L);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.webhook.Circuit;
import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import dev.surety.webhook.internal.send.Job;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What receivers make of the queue: circuits, endpoints, limits. */
class ReceiversStoreTest {

  private static final Map<String, String> QUICK =
      Map.of(
          "surety.webhook.retry-schedule", "PT0.05S",
          "surety.webhook.max-attempts", "50",
          "surety.webhook.breaker-failures", "3",
          "surety.webhook.breaker-pause", "PT1S");

  private static final URI HOME = URI.create("https://receiver.example/in");

  private final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

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
  void pausedEndpoint_holdsItsMessages_andMeetsAChangeWhenItIsResumed() throws Exception {
    Instance one = fixture.instance(QUICK, job -> status(200));
    one.endpoints().create(Endpoint.Settings.of("acme", "home", HOME));
    assertThat(one.endpoints().pause("acme", "home")).isTrue();
    one.webhooks().send(toHome());
    Thread.sleep(500);
    assertThat(one.sent()).isEmpty();
    URI moved = URI.create("https://moved.example/in");
    one.endpoints()
        .update(
            new Endpoint.Settings(
                "acme", "home", moved, "own", Set.of(), Map.of("x-a", "b"), null, null, 7));
    one.endpoints().resume("acme", "home");
    await(() -> fixture.queued() == 0);
    Job sent = one.sent().remove();
    assertThat(sent.message().url()).isEqualTo(moved.toString());
    assertThat(sent.receiver())
        .isEqualTo(new Job.Receiver("home", "own", "", Map.of("x-a", "b"), null, 7));
  }

  @Test
  void deletedEndpoint_endsItsMessages_alsoThoseThatWait() throws Exception {
    Instance one = fixture.instance(QUICK, job -> status(200));
    one.endpoints().create(Endpoint.Settings.of("acme", "home", HOME));
    one.endpoints().pause("acme", "home");
    for (int i = 0; i < 3; i++) {
      one.webhooks()
          .send(
              WebhookMessage.toEndpoint("home")
                  .tenant("acme")
                  .sequenceKey("k")
                  .payload("x")
                  .build());
    }
    assertThat(one.endpoints().delete("acme", "home")).isTrue();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).isEmpty();
    assertThat(one.webhooks().list(DeliveryFilter.dead(), 10))
        .hasSize(3)
        .allMatch(dead -> dead.reason().orElse("").equals("endpoint-deleted"));
    assertThatThrownBy(() -> one.webhooks().send(toHome())).isInstanceOf(SuretyException.class);
  }

  @Test
  void messagesOfAnEndpointThatIsGoneForGood_areStillFoundAndListed() throws Exception {
    Instance one = fixture.instance(QUICK, job -> status(200));
    one.endpoints().create(Endpoint.Settings.of("acme", "home", HOME));
    one.endpoints().pause("acme", "home");
    Receipt receipt = one.webhooks().send(toHome());
    one.endpoints().delete("acme", "home");
    await(() -> fixture.queued() == 0);
    one.webhooks().sweep();
    assertThat(one.webhooks().find(receipt.delivery()).orElseThrow().url()).isEmpty();
    assertThat(one.webhooks().list(DeliveryFilter.dead(), 10)).hasSize(1);
    assertThat(one.webhooks().redeliver(receipt.delivery())).isTrue();
    send(one, 3);
    await(() -> fixture.queued() == 0);
    assertThat(one.webhooks().find(receipt.delivery()).orElseThrow().reason())
        .hasValue("endpoint-deleted");
    assertThat(delivered(one)).isEqualTo(3);
  }

  @Test
  void goneEndpoint_isDisabled_andHoldsTheRest() throws Exception {
    Instance one = fixture.instance(QUICK, job -> status(410));
    one.endpoints().create(Endpoint.Settings.of("acme", "home", HOME));
    one.webhooks().send(toHome());
    await(() -> fixture.events.contains(new WebhookEvent.EndpointDisabled("acme", "home", "gone")));
    assertThatThrownBy(() -> one.webhooks().send(toHome()))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("disabled");
  }

  @Test
  void rateLimit_isSharedByAllInstances() throws Exception {
    Instance one = fixture.instance(QUICK, job -> status(200));
    Instance two = fixture.instance(QUICK, job -> status(200));
    one.endpoints()
        .create(
            new Endpoint.Settings("acme", "home", HOME, null, Set.of(), Map.of(), null, 20, null));
    long start = System.nanoTime();
    one.webhooks().sendAll(IntStream.range(0, 40).mapToObj(i -> toHome()).toList());
    await(() -> fixture.queued() == 0);
    assertThat(System.nanoTime() - start).isGreaterThan(1_500_000_000L);
    assertThat(one.sent().size() + two.sent().size()).isEqualTo(40);
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

  private static Receipt send(Instance instance, int many) {
    List<Receipt> receipts =
        instance
            .webhooks()
            .sendAll(IntStream.range(0, many).mapToObj(i -> message().build()).toList());
    return receipts.get(receipts.size() - 1);
  }

  private static long delivered(Instance instance) {
    return instance.webhooks().list(DeliveryFilter.of(DeliveryState.DELIVERED), 1_000).size();
  }

  private static WebhookMessage toHome() {
    return WebhookMessage.toEndpoint("home").tenant("acme").payload("x").build();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

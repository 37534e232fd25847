package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import dev.surety.webhook.internal.send.Job;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What registered endpoints make of the queue. */
class RegisteredReceiversStoreTest extends QueueBeforeReceivers {

  private static final URI HOME = URI.create("https://receiver.example/in");

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

  private static WebhookMessage toHome() {
    return WebhookMessage.toEndpoint("home").tenant("acme").payload("x").build();
  }
}

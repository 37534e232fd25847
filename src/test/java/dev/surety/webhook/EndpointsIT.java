package dev.surety.webhook;

import static dev.surety.webhook.DeliveryState.DELIVERED;
import static dev.surety.webhook.DeliveryState.QUEUED;
import static dev.surety.webhook.shop.Sink.within10Seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.surety.SuretyException;
import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Seeding;
import dev.surety.webhook.Endpoint.Signature;
import dev.surety.webhook.WebhookEvent.EndpointDisabled;
import dev.surety.webhook.shop.Hearing;
import dev.surety.webhook.shop.Ledger;
import dev.surety.webhook.shop.Sink;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Registered receivers, in the server. */
@ExtendWith(ArquillianExtension.class)
class EndpointsIT {

  private static final String ACME = "acme";

  @Inject Webhooks webhooks;
  @Inject Endpoints endpoints;
  @Inject KeyRings rings;
  @Inject Ledger ledger;
  @Inject Hearing hearing;
  @Inject Sink sink;

  private final String name = UUID.randomUUID().toString();
  private final String path = "/" + name;
  private URI url;

  @Deployment
  static WebArchive archive() {
    return SinkWar.named("endpoints.war", Ledger.class, Hearing.class)
        .config(
            Map.of(
                "surety.webhook.poll", "PT0.2S",
                "surety.webhook.retry-schedule", "PT0.1S",
                "surety.webhook.max-attempts", "100",
                "surety.webhook.key-pause", "PT1S"))
        .build();
  }

  @BeforeEach
  void listen() {
    url = sink.on(path, Sink.status(204));
  }

  @Test
  void urlThatMayNotBeSentTo_isRefused_withoutSayingWhy() {
    for (String refused :
        new String[] {
          "http://127.0.0.1:1/",
          url.toString().replace("http:", "ftp:"),
          url.toString().replace("//", "//user@"),
          url.toString().replace("127.0.0.1", "169.254.169.254"),
          url.toString().replace("127.0.0.1", "10.0.0.1"),
          url.toString().replace("127.0.0.1", "nobody.invalid")
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> endpoints.create(settings(URI.create(refused))))
          .withMessage("an endpoint's url is not allowed; operators find why");
    }
    assertThat(endpoints.find(ACME, name)).isEmpty();
  }

  @Test
  void signatureThatCannotBeMade_isRefused() {
    Endpoint.Settings unsigned = settings(url).withSignatures(Set.of(Signature.RFC9421));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> endpoints.create(unsigned))
        .withMessageContaining("signatures")
        .withMessageContaining("surety.webhook.signer");
  }

  @Test
  void pausedEndpoint_holdsItsMessages_andAResumedOneSendsThem() throws Exception {
    endpoints.create(settings(url));
    assertThat(endpoints.pause(ACME, name)).isTrue();
    Receipt receipt = webhooks.send(message());
    Thread.sleep(1_000);
    assertThat(ledger.of(receipt)).matches(it -> it.state() == QUEUED && it.attempts() == 0);
    assertThat(endpoints.resume(ACME, name)).isTrue();
    ledger.assertBecomes(DELIVERED, receipt);
    assertThat(sink.ids(path)).containsExactly(receipt.webhookId());
  }

  @Test
  void updatedEndpoint_isSentToWhereItIsNow() {
    endpoints.create(settings(url));
    endpoints.pause(ACME, name);
    Receipt receipt = webhooks.send(message());
    assertThat(endpoints.update(settings(sink.on(path + "/new", Sink.status(204))))).isTrue();
    endpoints.resume(ACME, name);
    ledger.assertBecomes(DELIVERED, receipt);
    assertThat(sink.ids(path + "/new")).containsExactly(receipt.webhookId());
    assertThat(sink.at(path)).isEmpty();
  }

  @Test
  void disabledEndpoint_takesNoMessages_untilItIsResumed() {
    endpoints.create(settings(url));
    assertThat(endpoints.disable(ACME, name, "out of business")).isTrue();
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> webhooks.send(message()))
        .withMessageContaining("disabled");
    endpoints.resume(ACME, name);
    ledger.assertBecomes(DELIVERED, webhooks.send(message()));
  }

  @Test
  void deletedEndpoint_endsItsMessages_andItsNameIsFree() {
    endpoints.create(settings(url));
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> endpoints.create(settings(url)))
        .withMessageContaining(name);
    endpoints.pause(ACME, name);
    Receipt receipt = webhooks.send(message());
    assertThat(endpoints.delete(ACME, name)).isTrue();
    ledger.assertDead("endpoint-deleted", receipt);
    endpoints.create(settings(url));
    ledger.assertBecomes(DELIVERED, webhooks.send(message()));
    assertThat(sink.at(path)).hasSize(1);
  }

  @Test
  void receiverThatIsGone_isDisabled_withAnEvent() {
    sink.on(path, Sink.status(410));
    endpoints.create(settings(url));
    ledger.assertDead("gone", webhooks.send(message()));
    assertThat(endpoints.find(ACME, name).orElseThrow().state()).isEqualTo(Endpoint.State.DISABLED);
    hearing.assertHears(EndpointDisabled.class, ACME, name);
  }

  @Test
  void test_tellsWhatCameOfIt_andLeavesNothingInTheQueue() {
    endpoints.create(settings(url));
    assertThat(endpoints.test(ACME, name)).isEqualTo(new Endpoints.TestResult("delivered", 204));
    sink.on(path, Sink.status(500));
    assertThat(endpoints.test(ACME, name)).isEqualTo(new Endpoints.TestResult("server-error", 500));
    assertThat(sink.at(path)).hasSize(2);
    assertThat(sink.at(path).get(0).headers()).containsKey("webhook-signature");
    assertThat(webhooks.list(DeliveryFilter.of(QUEUED).tenant(ACME).endpoint(name), 10)).isEmpty();
  }

  @Test
  void ringWithoutKeys_defersWithoutAnAttempt_withAnEvent() {
    endpoints.create(settings(url).withRing(name));
    Receipt receipt = webhooks.send(message());
    assertThat(within10Seconds(() -> hearing.lacksKeyOf(receipt.delivery()))).isTrue();
    assertThat(ledger.of(receipt).attempts()).isZero();
    Ring ring = Ring.webhook(name);
    assertThat(rings.seed(ring, "k1", rings.generate(ring))).isInstanceOf(Seeding.Seeded.class);
    ledger.assertBecomes(DELIVERED, receipt);
    assertThat(ledger.of(receipt).attempts()).isEqualTo(1);
  }

  private Endpoint.Settings settings(URI to) {
    return Endpoint.Settings.of(ACME, name, to);
  }

  private WebhookMessage message() {
    return WebhookMessage.toEndpoint(name)
        .tenant(ACME)
        .type("order.created")
        .payload(Map.of())
        .build();
  }
}

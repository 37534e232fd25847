package dev.surety.webhook;

import static dev.surety.webhook.DeliveryState.DELIVERED;
import static dev.surety.webhook.DeliveryState.QUEUED;
import static dev.surety.webhook.shop.Sink.within10Seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.WebhookEvent.CircuitClosed;
import dev.surety.webhook.WebhookEvent.CircuitOpened;
import dev.surety.webhook.shop.Hearing;
import dev.surety.webhook.shop.Ledger;
import dev.surety.webhook.shop.Sink;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Circuits of registered receivers, in the server. */
@ExtendWith(ArquillianExtension.class)
class CircuitsIT {

  private static final String ACME = "acme";

  @Inject Webhooks webhooks;
  @Inject Endpoints endpoints;
  @Inject Circuits circuits;
  @Inject Ledger ledger;
  @Inject Hearing hearing;
  @Inject Sink sink;

  private final String name = UUID.randomUUID().toString();
  private final String path = "/" + name;
  private URI url;

  @Deployment
  static WebArchive archive() {
    return SinkWar.named("circuits.war", Ledger.class, Hearing.class)
        .config(
            Map.of(
                "surety.webhook.poll", "PT0.2S",
                "surety.webhook.retry-schedule", "PT0.1S",
                "surety.webhook.max-attempts", "100",
                "surety.webhook.breaker-failures", "3",
                "surety.webhook.breaker-pause", "PT2S"))
        .build();
  }

  @BeforeEach
  void listen() {
    url = sink.on(path, Sink.status(204));
  }

  @Test
  void circuit_opensAfterFailures_holdsMessages_andClosesAfterProbes() throws Exception {
    Receipt first = sendInVain();
    hearing.assertHears(CircuitOpened.class, ACME, name);
    int attempts = sink.at(path).size();
    sink.on(path, Sink.status(204));
    Receipt second = webhooks.send(message());
    Thread.sleep(700);
    assertThat(sink.at(path)).hasSize(attempts).hasSize(3);
    ledger.assertBecomes(DELIVERED, first);
    ledger.assertBecomes(DELIVERED, second);
    assertThat(state()).isEqualTo(Circuit.State.CLOSED);
    hearing.assertHears(CircuitClosed.class, ACME, name);
  }

  @Test
  void circuit_canBeResetAndPausedByHand() throws Exception {
    Receipt first = sendInVain();
    circuits.pause(ACME, name);
    assertThat(circuits.reset(ACME, name)).isTrue();
    sink.on(path, Sink.status(204));
    Thread.sleep(1_000);
    assertThat(ledger.state(first)).isEqualTo(QUEUED);
    assertThat(circuits.list()).anyMatch(it -> it.key().equals(name) && it.paused());
    assertThat(circuits.resume(ACME, name)).isTrue();
    ledger.assertBecomes(DELIVERED, first);
  }

  private Receipt sendInVain() {
    sink.on(path, Sink.status(500));
    endpoints.create(settings(url));
    Receipt receipt = webhooks.send(message());
    assertThat(within10Seconds(() -> state() == Circuit.State.OPEN)).isTrue();
    return receipt;
  }

  private Circuit.State state() {
    return circuits.find(ACME, name).map(Circuit::state).orElse(Circuit.State.CLOSED);
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

package dev.surety.demo.shop;

import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.webhook.Circuit;
import dev.surety.webhook.Circuits;
import dev.surety.webhook.Delivery;
import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Endpoints;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.Webhooks;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells the receiver of each order, by a webhook that commits with the order. */
@Path("announcements")
@ApplicationScoped
@Produces("application/json")
public class Announcements {

  private static final Ring RING = Ring.webhook("webhooks");
  private static final String RECEIVER = "receiver";
  private static final int MOST_SHOWN = 10;

  @Inject Webhooks webhooks;
  @Inject Endpoints endpoints;
  @Inject Circuits circuits;
  @Inject KeyRings rings;

  @Inject
  @ConfigProperty(name = "shop.receiver")
  URI receiver;

  /** The state of the receiver's circuit, and the latest webhooks, the newest first. */
  public record Shown(String circuit, List<Announcement> deliveries) {}

  /** Changes nothing where both are there, as after a restart. */
  @PostConstruct
  void register() {
    rings.seed(RING, "key-1", rings.generate(RING));
    if (endpoints.find("", RECEIVER).isEmpty()) {
      Endpoint unused = endpoints.create(Endpoint.Settings.of("", RECEIVER, receiver));
    }
  }

  /** Queues a webhook, in the caller's transaction. */
  void announce(Receipt order) {
    webhooks.send(
        WebhookMessage.toEndpoint(RECEIVER)
            .type("order.placed")
            .idempotencyKey("order-" + order.order())
            .payload(order)
            .build());
  }

  @GET
  public Shown shown() {
    Circuit.State circuit =
        circuits.find("", RECEIVER).map(Circuit::state).orElse(Circuit.State.CLOSED);
    return new Shown(
        circuit.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        Stream.of(DeliveryState.values())
            .flatMap(state -> webhooks.list(DeliveryFilter.of(state), 1_000).stream())
            .sorted(Comparator.comparing(Delivery::createdAt).reversed())
            .limit(MOST_SHOWN)
            .map(delivery -> Announcement.of(delivery, webhooks.attempts(delivery.id())))
            .toList());
  }
}

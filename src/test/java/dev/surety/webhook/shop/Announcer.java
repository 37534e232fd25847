package dev.surety.webhook.shop;

import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.webhook.Delivery;
import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.Webhooks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.util.Map;

/** Announces orders within their transactions. */
@Path("announcements")
@ApplicationScoped
public class Announcer {

  @Inject Webhooks webhooks;
  @Inject KeyRings rings;

  @PUT
  @Path("secret")
  public void seed(String secret) {
    rings.seed(Ring.webhook("webhooks"), "k1", Secret.parse(secret));
  }

  @GET
  public String told() {
    StringBuilder told = new StringBuilder();
    for (DeliveryState state : DeliveryState.values()) {
      for (Delivery delivery : webhooks.list(DeliveryFilter.of(state), 100)) {
        told.append(delivery).append('\n');
        webhooks.attempts(delivery.id()).forEach(one -> told.append("  ").append(one).append('\n'));
      }
    }
    return told.toString();
  }

  @POST
  @Transactional
  public String announce(@QueryParam("url") URI url, @QueryParam("fail") boolean fail) {
    Receipt receipt =
        webhooks.send(
            WebhookMessage.to(url).type("order.created").payload(Map.of("order", 1)).build());
    if (fail) {
      throw new IllegalStateException("the order failed");
    }
    return receipt.webhookId();
  }
}

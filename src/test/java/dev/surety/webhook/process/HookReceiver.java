package dev.surety.webhook.process;

import dev.surety.SuretyUnit;
import dev.surety.webhook.NamedReceiver;
import dev.surety.webhook.WebhookVerifier;
import dev.surety.webhook.WebhookVerifier.Inbound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Takes webhooks in, and takes its time over each. */
@Path("received")
@ApplicationScoped
public class HookReceiver {

  /** Long enough to be killed within. */
  static final long HANDLING_MILLIS = 300;

  @Inject
  @NamedReceiver("shop")
  WebhookVerifier verifier;

  @Inject Handling handling;

  @POST
  public Response receive(@Context HttpHeaders headers, @Context UriInfo uri, byte[] body) {
    String target = uri.getRequestUri().toString();
    Inbound inbound = verifier.receive("POST", target, headers.getRequestHeaders(), body);
    if (inbound instanceof Inbound.First first) {
      handling.handle(first);
    }
    Response.ResponseBuilder answer = Response.status(inbound.status());
    if (inbound instanceof Inbound.Running running) {
      answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, running.retryAfter().toSeconds()));
    }
    return answer.build();
  }

  /** The effect of a webhook, and its confirmation, in one transaction. */
  @ApplicationScoped
  public static class Handling {

    @Inject @SuretyUnit EntityManager entityManager;

    @Inject
    @NamedReceiver("shop")
    WebhookVerifier verifier;

    @Transactional
    public void handle(Inbound.First first) {
      entityManager
          .createNativeQuery("INSERT INTO hook_effect (webhook_id, takeover) VALUES (?1, ?2)")
          .setParameter(1, first.webhookId())
          .setParameter(2, first.takeover())
          .executeUpdate();
      try {
        Thread.sleep(HANDLING_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!verifier.handled(first)) {
        throw new IllegalStateException("somebody else has it");
      }
    }
  }
}

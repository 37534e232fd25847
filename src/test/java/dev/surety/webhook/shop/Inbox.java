package dev.surety.webhook.shop;

import dev.surety.webhook.NamedReceiver;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.WebhookVerifier;
import dev.surety.webhook.WebhookVerifier.Inbound;
import dev.surety.webhook.Webhooks;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes webhooks in as the README has it; the effect of each is a message to the sink. */
@Path("inbound")
@ApplicationScoped
public class Inbox {

  /** A request as it came. */
  public record Came(MultivaluedMap<String, String> headers, byte[] body) {

    /** The fields that a signature is made of or covers. */
    public Map<String, String> signed() {
      Map<String, String> signed = new HashMap<>();
      headers.forEach(
          (name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.contains("signature")
                || lower.startsWith("webhook-")
                || lower.startsWith("x-adcp-")
                || lower.startsWith("content-digest")
                || lower.equals("content-type")) {
              signed.put(name, values.get(0));
            }
          });
      return signed;
    }
  }

  private final Map<String, Came> came = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> holding = new ConcurrentHashMap<>();
  private final Map<String, String> failing = new ConcurrentHashMap<>();

  @Inject
  @NamedReceiver("standard")
  WebhookVerifier standard;

  @Inject
  @NamedReceiver("legacy")
  WebhookVerifier legacy;

  @Inject
  @NamedReceiver("rfc9421")
  WebhookVerifier rfc9421;

  @Inject Webhooks webhooks;
  @Inject Sink sink;

  @Resource(lookup = "java:comp/UserTransaction")
  UserTransaction transaction;

  @POST
  @Path("{mode}")
  public Response take(
      @PathParam("mode") String mode,
      @Context HttpHeaders headers,
      @Context UriInfo uri,
      byte[] body)
      throws Exception {
    WebhookVerifier verifier = verifier(mode);
    MultivaluedMap<String, String> fields = headers.getRequestHeaders();
    came.putIfAbsent(headers.getHeaderString("webhook-id"), new Came(fields, body));
    Inbound inbound = verifier.receive("POST", uri.getRequestUri().toString(), fields, body);
    if (inbound instanceof Inbound.First first) {
      return handle(verifier, first);
    }
    Response.ResponseBuilder answer = Response.status(inbound.status());
    if (inbound instanceof Inbound.Running running) {
      answer.header("Retry-After", Math.max(1, running.retryAfter().toSeconds()));
    }
    if (inbound instanceof Inbound.Refused refused) {
      answer.entity(refused.reason());
    }
    return answer.build();
  }

  private Response handle(WebhookVerifier verifier, Inbound.First first) throws Exception {
    String trouble = failing.getOrDefault(first.webhookId(), "");
    failing.remove(first.webhookId());
    transaction.begin();
    try {
      webhooks.send(
          WebhookMessage.to(effects(first.webhookId())).type("effect").payload(Map.of()).build());
      CountDownLatch latch = holding.get(first.webhookId());
      if (latch != null) {
        boolean unused = latch.await(30, TimeUnit.SECONDS);
      }
      if (!verifier.handled(first)) {
        throw new IllegalStateException("it was given to another");
      }
      if (trouble.equals("before commit")) {
        throw new IllegalStateException("as asked");
      }
      transaction.commit();
    } catch (IllegalStateException e) {
      transaction.rollback();
      verifier.failed(first);
      return Response.status(500).build();
    }
    return Response.status(trouble.equals("after commit") ? 500 : 200).build();
  }

  /** The first request with an id. */
  public Came came(String id) {
    return came.get(id);
  }

  /** Keeps the handler of an id busy until it is counted down. */
  public CountDownLatch holdFor(String id) {
    return holding.computeIfAbsent(id, key -> new CountDownLatch(1));
  }

  /** Fails the first handler of an id, before or after its commit. */
  public void failFor(String id, String when) {
    failing.put(id, when);
  }

  /** Where the effects of an id arrive. */
  public URI effects(String id) {
    return sink.on("/effects/" + id, Sink.status(204));
  }

  private WebhookVerifier verifier(String mode) {
    return switch (mode) {
      case "standard" -> standard;
      case "legacy" -> legacy;
      default -> rfc9421;
    };
  }
}

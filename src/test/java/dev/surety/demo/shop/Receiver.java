package dev.surety.demo.shop;

import dev.surety.webhook.NamedReceiver;
import dev.surety.webhook.WebhookVerifier;
import dev.surety.webhook.WebhookVerifier.Inbound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Plays somebody else's system, which the shop tells of its orders: checks each webhook's signature
 * and handles it once. What arrived is kept in memory, and gone after a crash.
 */
@Path("receiver")
@ApplicationScoped
public class Receiver {

  private enum Mood {
    WELL,
    FAILING,
    SLOW
  }

  private static final int MOST_KEPT = 50;

  /** Longer than the shop waits for an answer, and until it has tried again. */
  private static final long SLOWNESS_MILLIS = 5_000;

  private final Deque<Arrival> arrivals = new ConcurrentLinkedDeque<>();
  private volatile Mood mood = Mood.WELL;

  @Inject
  @NamedReceiver("shop")
  WebhookVerifier verifier;

  /** How the receiver does, and what came in, the newest first. */
  public record Shown(String mood, List<Arrival> arrivals) {}

  /** Takes a webhook in, as any receiver does that has Surety. */
  @POST
  @Path("hooks")
  public Response take(@Context HttpHeaders headers, @Context UriInfo uri, byte[] body)
      throws InterruptedException {
    Inbound inbound =
        verifier.receive("POST", uri.getRequestUri().toString(), headers.getRequestHeaders(), body);
    if (inbound instanceof Inbound.First first) {
      return handle(first, body);
    }
    String id = Objects.toString(headers.getHeaderString("webhook-id"), "");
    note(new Arrival(id, inbound.status(), words(inbound), text(body)));
    return inbound instanceof Inbound.Running running
        ? answer(running.status()).header("Retry-After", running.retryAfter().toSeconds()).build()
        : answer(inbound.status()).build();
  }

  @GET
  @Produces("application/json")
  public Shown shown() {
    return new Shown(mood.name().toLowerCase(Locale.ROOT), List.copyOf(arrivals));
  }

  /** Answers 500 from now on. */
  @POST
  @Path("fail")
  @Produces("text/plain")
  public String fail() {
    mood = Mood.FAILING;
    return "The receiver answers 500 from now on.\n";
  }

  /** Takes longer from now on than the shop waits. */
  @POST
  @Path("slow")
  @Produces("text/plain")
  public String slow() {
    mood = Mood.SLOW;
    return "The receiver takes longer from now on than the shop waits.\n";
  }

  /** Is well from now on. */
  @POST
  @Path("recover")
  @Produces("text/plain")
  public String recover() {
    mood = Mood.WELL;
    return "The receiver is well again.\n";
  }

  private Response handle(Inbound.First first, byte[] body) throws InterruptedException {
    if (mood == Mood.FAILING) {
      verifier.failed(first);
      note(new Arrival(first.webhookId(), 500, "genuine, but the receiver fails", text(body)));
      return answer(500).build();
    }
    if (mood == Mood.SLOW) {
      Thread.sleep(SLOWNESS_MILLIS);
    }
    boolean handled = verifier.handled(first);
    String what = handled ? "genuine, handled" : "genuine, but somebody else handles it";
    int status = handled ? first.status() : 503;
    note(new Arrival(first.webhookId(), status, what, text(body)));
    return answer(status).build();
  }

  private void note(Arrival arrival) {
    arrivals.addFirst(arrival);
    if (arrivals.size() > MOST_KEPT) {
      arrivals.pollLast();
    }
  }

  private static String words(Inbound inbound) {
    if (inbound instanceof Inbound.Refused refused) {
      return "refused: " + refused.reason();
    }
    if (inbound instanceof Inbound.Conflict) {
      return "refused: its id came with another body";
    }
    return inbound instanceof Inbound.Handled
        ? "genuine, handled before"
        : "genuine, still being handled";
  }

  private static Response.ResponseBuilder answer(int status) {
    return Response.status(status);
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}

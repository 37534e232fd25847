package dev.surety.idempotency.shop;

import dev.surety.idempotency.BodyHash;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.ReplayAuthorizer;
import dev.surety.idempotency.StoredResponse;
import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Every use of the annotation that the deployment refuses. */
@SuppressWarnings("unused")
public final class Misused {

  private Misused() {}

  /** JAX-RS methods on which exactly once cannot be kept. */
  @Path("misused-transactions")
  @RequestScoped
  public static class Transactions {

    @POST
    @Path("1")
    @Idempotent
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void requiresNew() {}

    @POST
    @Path("2")
    @Idempotent(transactional = true)
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public void notSupported() {}

    @POST
    @Path("3")
    @Idempotent
    @Transactional(Transactional.TxType.NEVER)
    public void never() {}

    @POST
    @Path("4")
    @Idempotent
    @Transactional(dontRollbackOn = IllegalStateException.class)
    public void dontRollbackOn() {}

    @POST
    @Path("5")
    @Idempotent
    @Transactional
    public CompletionStage<String> stage() {
      return CompletableFuture.completedFuture("");
    }

    @POST
    @Path("6")
    @Idempotent
    @Transactional
    public void suspended(@Suspended AsyncResponse response) {}

    @POST
    @Path("7")
    @Idempotent
    @Transactional
    @Produces("text/event-stream")
    public void events(@Context SseEventSink sink) {}
  }

  /** Attributes and methods that make no sense. */
  @Path("misused-attributes")
  @RequestScoped
  public static class Attributes {

    @GET
    @Idempotent
    public String reads() {
      return "";
    }

    @POST
    @Path("1")
    @Idempotent(key = "{0}")
    public void keyed(String body) {}

    @POST
    @Path("2")
    @Idempotent(ttl = "1 day")
    public void unreadableTime() {}

    @POST
    @Path("3")
    @Idempotent(ttl = "PT59M")
    public void shortTime() {}

    @POST
    @Path("4")
    @Idempotent(ttl = "P32D")
    public void longTime() {}

    @POST
    @Path("5")
    @Idempotent(body = BodyHash.CANONICAL_JSON, exclude = "no-slash")
    public void badPointer() {}

    @POST
    @Path("6")
    @Idempotent(exclude = "/sent")
    public void excludedFromRaw() {}

    @Path("locator")
    @Idempotent
    public SubResource locator() {
      return new SubResource();
    }
  }

  /** Reached through a locator only. */
  @RequestScoped
  public static class SubResource {
    @POST
    @Idempotent
    public void viaLocator() {}
  }

  /** On a thread of Jakarta Concurrency. */
  @Path("misused-concurrency")
  @RequestScoped
  public static class Concurrent {

    @POST
    @Asynchronous
    @Idempotent
    public CompletionStage<String> stagedElsewhere() {
      return CompletableFuture.completedFuture("");
    }
  }

  /** One of two who may say who may see an answer. */
  @ApplicationScoped
  public static class Lenient implements ReplayAuthorizer {
    @Override
    public boolean mayReplay(ContainerRequestContext request, StoredResponse storedResponse) {
      return true;
    }
  }

  /** The other. */
  @ApplicationScoped
  public static class Strict extends Lenient {}

  /** CDI methods. */
  @ApplicationScoped
  public static class Keyed {

    @Idempotent
    public void withoutKey() {}

    @Idempotent(key = "{nobody}")
    public void unknownParameter(String name) {}

    @Idempotent(key = "{name}", ttl = "PT2H")
    public void withTime(String name) {}

    @Idempotent(key = "{name}")
    private void hidden(String name) {}

    @Idempotent(key = "{name}")
    static void shared(String name) {}

    @Idempotent(key = "{name}")
    public CompletionStage<String> later(String name) {
      return CompletableFuture.completedFuture(name);
    }

    @Idempotent(key = "{name}")
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void elsewhere(String name) {}
  }
}

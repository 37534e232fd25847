package dev.surety.idempotency.shop;

import dev.surety.idempotency.IdempotencyContext;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.Recovery;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Guarded, the answer stored after the effect. */
@Path("atleast")
@RequestScoped
@Idempotent
public class AtLeastOnceShop {

  @Inject Work work;
  @Inject IdempotencyContext context;
  @Resource ManagedExecutorService executor;

  @POST
  public @Nullable Response order(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }

  @POST
  @Path("again")
  @Again
  public @Nullable Response again(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }

  @POST
  @Path("entity")
  @Produces(MediaType.APPLICATION_JSON)
  public Map<String, Object> entity(String name) {
    return work.entity(name);
  }

  @POST
  @Path("held")
  @Idempotent(recovery = Recovery.HOLD)
  public @Nullable Response held(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }

  @POST
  @Path("context")
  public String context(String name) {
    return context.attempt() + " " + context.takeover() + " " + context.downstreamKey(name);
  }

  @POST
  @Path("validated")
  public String validated(@NotBlank @QueryParam("as") String as, String name) {
    work.perform("nothing", name);
    return as;
  }

  @POST
  @Path("stage")
  public CompletionStage<@Nullable Response> stage(@QueryParam("as") String as, String name) {
    return CompletableFuture.supplyAsync(() -> work.perform(as, name), executor);
  }

  @POST
  @Path("suspended")
  public void suspended(@QueryParam("as") String as, @Suspended AsyncResponse answer, String name) {
    executor.execute(
        () -> {
          try {
            answer.resume(work.perform(as, name));
          } catch (Throwable e) {
            answer.resume(e);
          }
        });
  }

  @POST
  @Path("events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void events(@Context SseEventSink sink, @Context Sse sse, String name) {
    work.perform("nothing", name);
    executor.execute(
        () -> {
          try (SseEventSink open = sink) {
            open.send(sse.newEvent(name));
          }
        });
  }
}

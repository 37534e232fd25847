package dev.surety.idempotency.process;

import dev.surety.idempotency.Idempotent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Takes orders under each way of guarding them; the body is the key, the answer is the run. */
@Path("orders")
@RequestScoped
@Produces(MediaType.TEXT_PLAIN)
public class OrderDesk {

  @Inject Orders orders;
  @Inject Pauses pauses;

  @POST
  @Path("exactly-once")
  @Idempotent
  @Transactional
  public Response exactlyOnce(
      @HeaderParam(Pauses.IN_HANDLER) long pause,
      @HeaderParam(Pauses.BEFORE_COMMIT) long pauseBeforeCommit,
      String key) {
    pauses.pauseBeforeCommit(key, pauseBeforeCommit);
    return order(pause, key);
  }

  @POST
  @Path("at-least-once")
  @Idempotent
  public Response atLeastOnce(@HeaderParam(Pauses.IN_HANDLER) long pause, String key) {
    return order(pause, key);
  }

  /** The double: guarded by {@link NaiveFilter} instead. */
  @POST
  @Path("naive")
  @SavedAfterCommit
  @Transactional
  public Response naive(@HeaderParam(Pauses.IN_HANDLER) long pause, String key) {
    return order(pause, key);
  }

  /** Whether the order with this key is in a pause now. */
  @GET
  @Path("pausing")
  public boolean isPausing(@QueryParam("key") String key) {
    return pauses.isPausing(key);
  }

  private Response order(long pause, String key) {
    String run = orders.place(key);
    pauses.pause(key, pause);
    return Response.status(Response.Status.CREATED).entity(run).build();
  }
}

package dev.surety.idempotency.shop;

import dev.surety.idempotency.IdempotencyContext;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.Storing;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Guarded, effect and answer in one transaction. */
@Path("exactly")
@RequestScoped
@Idempotent
@Transactional
public class ExactlyOnceShop {

  @Inject Work work;
  @Inject IdempotencyContext context;

  @POST
  public Response order(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }

  @POST
  @Path("again")
  @Again
  public Response again(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }

  @POST
  @Path("entity")
  public Map<String, Object> entity(String name) {
    return work.entity(name);
  }

  @POST
  @Path("validated")
  public String validated(@NotBlank @QueryParam("as") String as, String name) {
    work.perform("nothing", name);
    return as;
  }

  @POST
  @Path("unreadable")
  @Consumes("application/json")
  public String unreadable(Map<String, String> body) {
    return String.valueOf(body);
  }

  @POST
  @Path("mine")
  @Idempotent(transactional = true, store = Storing.ALL)
  @Transactional(Transactional.TxType.SUPPORTS)
  public Response supports(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }

  @POST
  @Path("context")
  public String context(String name) {
    work.perform("nothing", name);
    return context.attempt() + " " + context.takeover() + " " + context.downstreamKey(name);
  }
}

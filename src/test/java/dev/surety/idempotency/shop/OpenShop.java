package dev.surety.idempotency.shop;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Not guarded: what the servers answer by themselves, and the keys to the gate. */
@Path("open")
@RequestScoped
@Transactional
public class OpenShop {

  @Inject Work work;
  @Inject Gate gate;

  @POST
  public Response order(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }

  @POST
  @Path("entity")
  public Map<String, Object> entity(String name) {
    return work.entity(name);
  }

  @POST
  @Path("inside")
  public String inside(String name) {
    return Boolean.toString(gate.isWaiting(name));
  }

  @POST
  @Path("gate")
  public void open(String name) {
    gate.open(name);
  }
}

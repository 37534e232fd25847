package dev.surety.idempotency.shop;

import dev.surety.idempotency.Idempotent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Guarded, the answer stored after the effect. */
@Path("atleast")
@RequestScoped
@Idempotent
public class AtLeastOnceShop {

  @Inject Work work;

  @POST
  public Response order(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }

  @POST
  @Path("entity")
  public Map<String, Object> entity(String name) {
    return work.entity(name);
  }
}

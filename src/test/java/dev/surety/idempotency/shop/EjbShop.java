package dev.surety.idempotency.shop;

import dev.surety.idempotency.Idempotent;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** A guarded EJB, in whose transaction effect and answer are. */
@Path("ejb")
@Stateless
@Idempotent
public class EjbShop {

  @Inject Work work;
  @Resource EJBContext context;

  @POST
  public @Nullable Response order(@QueryParam("as") String as, String name) {
    if (as.equals("ejb-rollback-only")) {
      @Nullable Response answer = work.perform("text", name);
      context.setRollbackOnly();
      return answer;
    }
    return work.perform(as, name);
  }
}

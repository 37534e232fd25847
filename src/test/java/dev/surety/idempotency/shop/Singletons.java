package dev.surety.idempotency.shop;

import dev.surety.idempotency.Idempotent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Registers a guarded resource as an instance, past CDI. */
@ApplicationPath("api")
public class Singletons extends Application {

  @Override
  @SuppressWarnings("deprecation")
  public Set<Object> getSingletons() {
    return Set.of(new Single());
  }

  /** A bean, and yet what serves is not the bean. */
  @Path("single")
  @ApplicationScoped
  public static class Single {

    @POST
    @Idempotent
    public void single() {}
  }
}

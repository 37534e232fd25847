package dev.surety.idempotency.shop;

import dev.surety.idempotency.Scope;
import dev.surety.idempotency.ScopeResolver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jspecify.annotations.Nullable;

/** A shop without annotations of Surety's: configuration guards it. */
@Path("custom")
@RequestScoped
public class CustomShop {

  @Inject Work work;

  @POST
  @Transactional
  public String order(String name) {
    work.perform("nothing", name);
    return name + System.nanoTime();
  }

  @PUT
  @Transactional
  public String put(String name) {
    work.perform("nothing", name);
    return name + System.nanoTime();
  }

  /** What JAX-RS is told of the methods stands on an interface. */
  public interface Described {

    @POST
    @Produces("text/plain")
    String order(String name);

    @GET
    String read();
  }

  /** Its implementation has none of it. */
  @Path("described")
  @ApplicationScoped
  public static class DescribedElsewhere implements Described {

    @Inject Work work;

    @Override
    @Transactional
    public String order(String name) {
      work.perform("nothing", name);
      return name + System.nanoTime();
    }

    @Override
    public String read() {
      return "read";
    }
  }

  /** What JAX-RS is told of the path stands on an interface, too; Payara knows no such thing. */
  @Path("all-described")
  public interface AllDescribed extends Described {}

  /** Its implementation. */
  @ApplicationScoped
  public static class AllDescribedElsewhere extends DescribedElsewhere implements AllDescribed {}

  /** {@code X-Scope} says how a caller is known. */
  @ApplicationScoped
  public static class Scopes implements ScopeResolver {
    @Override
    public @Nullable Scope resolve(ContainerRequestContext request, String operation) {
      String caller = String.valueOf(request.getHeaderString("X-Scope"));
      return switch (caller) {
        case "none" -> null;
        case "throw" -> throw new IllegalStateException("the resolver fails");
        case "nobody" -> Scope.ofOperation(operation);
        default -> new Scope("tenant", "issuer", caller, operation);
      };
    }
  }
}

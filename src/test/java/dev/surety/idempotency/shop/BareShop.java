package dev.surety.idempotency.shop;

import dev.surety.idempotency.Idempotent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Methods that leave the media type to the runtime. */
@Path("bare")
@RequestScoped
public class BareShop {

  /** What is returned. */
  public record Order(String name, int items) {}

  @POST
  @Path("order")
  public Order order(String name) {
    return new Order(name, 2);
  }

  @POST
  @Path("text")
  public String text(String name) {
    return name;
  }

  /** The same, guarded. */
  @Path("bare-exactly")
  @RequestScoped
  @Idempotent(transactional = true)
  public static class Exactly extends BareShop {

    @Override
    @POST
    @Path("order")
    public Order order(String name) {
      return super.order(name);
    }

    @Override
    @POST
    @Path("text")
    public String text(String name) {
      return super.text(name);
    }
  }

  /** The same, guarded otherwise. */
  @Path("bare-atleast")
  @RequestScoped
  @Idempotent
  public static class AtLeast extends BareShop {

    @Override
    @POST
    @Path("order")
    public Order order(String name) {
      return super.order(name);
    }

    @Override
    @POST
    @Path("text")
    public String text(String name) {
      return super.text(name);
    }
  }
}

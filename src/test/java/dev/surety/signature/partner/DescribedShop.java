package dev.surety.signature.partner;

import dev.surety.signature.SignatureRequired;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** What is required stands on an interface; the annotation on another class holds for all of it. */
public final class DescribedShop {

  private DescribedShop() {}

  /** Says all. */
  public interface Described {

    @POST
    @Produces("text/plain")
    @SignatureRequired("other")
    String order(String name);

    @GET
    @Produces("text/plain")
    String open();
  }

  /** Its implementation has none of it. */
  @Path("described")
  @RequestScoped
  public static class Implementation implements Described {

    @Override
    public String order(String name) {
      return name;
    }

    @Override
    public String open() {
      return "open";
    }
  }

  /** Reading is guarded as well; no scope, so that CDI does not know of it. */
  @Path("whole")
  @SignatureRequired
  public static class Whole {

    @GET
    @Produces("text/plain")
    public String read() {
      return "read";
    }
  }

  /** What a locator hands on to, unknown to the deployment. */
  @Path("locating")
  @RequestScoped
  public static class Locating {

    @Path("below")
    public Object below() throws ReflectiveOperationException {
      return Class.forName("dev.surety.signature.partner.DescribedShop$Whole")
          .getDeclaredConstructor()
          .newInstance();
    }
  }
}

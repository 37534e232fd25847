package dev.surety.signature.shop;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Ways to signed methods that no filter stands before. */
@Path("backdoor")
@RequestScoped
@Produces("text/plain")
public class Backdoor {

  @Inject SignedShop shop;
  @Inject SignedEjb ejb;
  @Inject SignedLeaf leaf;

  @GET
  public String call() {
    return shop.read();
  }

  @GET
  @Path("order")
  public String order() {
    return shop.order("backdoor");
  }

  @GET
  @Path("ejb")
  public String ejb() {
    return ejb.run("backdoor");
  }

  @Path("locator")
  public SignedLeaf locator() {
    return leaf;
  }
}

package dev.surety.signature.shop;

import dev.surety.signature.SignatureRequired;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** Methods that other spellings of each other's paths lead to. */
@Path("routes")
@RequestScoped
@SignatureRequired
@Produces("text/plain")
public class Routes {

  @POST
  @Path("orders")
  public String orders(String body) {
    return "orders";
  }

  @POST
  @Path("orders/{id}/cancel/{how}")
  public String cancel(@PathParam("id") String id, String body) {
    return "cancel";
  }

  @POST
  @Path("transfer/{account}/orders")
  public String transfer(@PathParam("account") String account, String body) {
    return "transfer";
  }

  @POST
  @Path("special")
  public String special(String body) {
    return "special";
  }

  @POST
  @Path("{any}")
  public String any(@PathParam("any") String any, String body) {
    return "any " + any;
  }
}

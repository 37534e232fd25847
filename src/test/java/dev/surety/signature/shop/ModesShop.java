package dev.surety.signature.shop;

import dev.surety.signature.SignatureRequired;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** Operations that ask for signatures more and less strictly, by their names. */
@Path("modes")
@RequestScoped
@Produces("text/plain")
@Consumes("*/*")
public class ModesShop {

  @Context SecurityContext security;

  @POST
  @Path("create")
  @SignatureRequired(operation = "create_order")
  public String create(String body) {
    return who();
  }

  @POST
  @Path("read")
  @SignatureRequired(operation = "read_order")
  public String read(String body) {
    return who();
  }

  @POST
  @Path("list")
  @SignatureRequired(operation = "list_orders")
  public String list(String body) {
    return who();
  }

  @POST
  @Path("open")
  @SignatureRequired(operation = "open_order")
  public String open(String body) {
    return who();
  }

  @POST
  @Path("unlisted")
  @SignatureRequired
  public String unlisted(String body) {
    return who();
  }

  /** A JSON-RPC endpoint. */
  @POST
  @Path("rpc")
  @SignatureRequired(operation = "rpc")
  public String rpc(String body) {
    return who();
  }

  private String who() {
    return security.getUserPrincipal() == null ? "nobody" : security.getUserPrincipal().getName();
  }
}

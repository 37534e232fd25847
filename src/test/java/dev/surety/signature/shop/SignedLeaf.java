package dev.surety.signature.shop;

import dev.surety.signature.SignatureRequired;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** A resource that a locator can return as well. */
@Path("leaf")
@RequestScoped
@Produces("text/plain")
public class SignedLeaf {

  @GET
  @Path("read")
  @SignatureRequired
  public String read() {
    return "leaf";
  }
}

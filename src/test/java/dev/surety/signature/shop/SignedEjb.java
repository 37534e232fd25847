package dev.surety.signature.shop;

import dev.surety.signature.SignatureRequired;
import jakarta.ejb.Stateless;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** An enterprise bean that only signed requests reach. */
@Stateless
@Path("signed-ejb")
@Produces("text/plain")
@Consumes("*/*")
public class SignedEjb {

  @POST
  @SignatureRequired
  public String run(String body) {
    return "ejb " + body;
  }
}

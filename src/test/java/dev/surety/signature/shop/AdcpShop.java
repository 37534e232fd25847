package dev.surety.signature.shop;

import dev.surety.signature.SignatureRequired;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** A seller whose verifiers differ in what AdCP leaves to sellers. */
@Path("seller")
@RequestScoped
@Produces("text/plain")
@Consumes("*/*")
public class AdcpShop {

  @POST
  @Path("either{any: .*}")
  @SignatureRequired("either")
  public String either(byte[] body) {
    return "accepted";
  }

  @GET
  @Path("either{any: .*}")
  @SignatureRequired("either")
  public String readEither() {
    return "accepted";
  }

  @POST
  @Path("required{any: .*}")
  @SignatureRequired("required")
  public String required(byte[] body) {
    return "accepted";
  }

  @POST
  @Path("forbidden{any: .*}")
  @SignatureRequired("forbidden")
  public String forbidden(byte[] body) {
    return "accepted";
  }

  @POST
  @Path("capped{any: .*}")
  @SignatureRequired("capped")
  public String capped(byte[] body) {
    return "accepted";
  }
}

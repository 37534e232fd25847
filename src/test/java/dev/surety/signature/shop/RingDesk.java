package dev.surety.signature.shop;

import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;

/** Changes the rings whose keys partners sign with. */
@Path("rings/{ring}")
@RequestScoped
@Consumes("text/plain")
public class RingDesk {

  @Inject KeyRings rings;

  @PathParam("ring")
  String ring;

  @POST
  @Path("seed/{kid}")
  public String seed(@PathParam("kid") String kid, String secret) {
    return rings.seed(Ring.httpSignature(ring), kid, Secret.parse(secret)).toString();
  }

  /** Without a grace. */
  @POST
  @Path("rotate/{kid}")
  public String rotate(@PathParam("kid") String kid, String secret) {
    return rings
        .rotate(Ring.httpSignature(ring), kid, Secret.parse(secret), Duration.ZERO, true)
        .toString();
  }
}

package dev.surety.keys.shop;

import dev.surety.keys.KeyChange;
import dev.surety.keys.KeyInfo;
import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation;
import dev.surety.keys.Secret;
import dev.surety.keys.Seeding;
import dev.surety.keys.TokenVerification;
import dev.surety.keys.Tokens;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Keys over HTTP, as an operator's tool and an application would use them. */
@Path("keys/{ring}")
@RequestScoped
public class KeyDesk {

  /** What every token is for. */
  public static final String MESSAGE = "message";

  @Inject KeyRings rings;
  @Inject Tokens tokens;

  @PathParam("ring")
  String ring;

  @POST
  @Path("seed")
  public String seed(@QueryParam("kid") String kid, String secret) {
    Seeding seeding = rings.seed(ring(), kid, Secret.parse(secret));
    return seeding.toString();
  }

  @POST
  @Path("rotate")
  public String rotate(
      @QueryParam("kid") String kid,
      @QueryParam("grace") String grace,
      @QueryParam("force") boolean force,
      String secret) {
    Rotation rotation =
        rings.rotate(ring(), kid, Secret.parse(secret), Duration.parse(grace), force);
    return rotation.toString();
  }

  @POST
  @Path("retire")
  public String retire(@QueryParam("kid") String kid) {
    return rings.retire(ring(), kid).toString();
  }

  @GET
  @Path("token")
  public String token() {
    return tokens.sign(ring(), MESSAGE);
  }

  @POST
  @Path("verify")
  public String verify(String token) {
    TokenVerification found = tokens.verify(ring(), MESSAGE, token);
    return found.toString();
  }

  @GET
  @Path("who")
  public String who() {
    return rings.audit(ring()).stream().map(KeyChange::who).collect(Collectors.joining(","));
  }

  /** Whether this deployment sees Fault Tolerance at all. */
  @GET
  @Path("fault-tolerance")
  public String faultTolerance() {
    try {
      return Class.forName("org.eclipse.microprofile.faulttolerance.Retry").getSimpleName();
    } catch (ClassNotFoundException e) {
      return "absent";
    }
  }

  @GET
  @Produces("application/json")
  public List<KeyInfo> list() {
    return rings.list(ring());
  }

  private Ring ring() {
    return Ring.token(ring);
  }
}

package dev.surety.demo.adcp;

import dev.surety.signature.SignatureRequired;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/**
 * One operation per path, named by its last segment; whatever the verifier accepts is answered 200.
 *
 * <p>Operations that a verifier's modes may name have a method each, because a method has one name;
 * all others are the operation {@code other}.
 */
@Path("/")
@RequestScoped
@Produces("application/json")
public class Operations {

  private static final String VERIFIER = "adcp";

  /**
   * @param operation what was called
   * @param signer the signing key's owner, {@code nobody} where the mode lets unsigned requests in
   */
  public record Accepted(String operation, String signer) {}

  @Context SecurityContext security;

  @POST
  @Path("{before: (.*/)?}create_media_buy")
  @SignatureRequired(value = VERIFIER, operation = "create_media_buy")
  public Accepted createMediaBuy() {
    return accepted("create_media_buy");
  }

  @POST
  @Path("{before: (.*/)?}update_media_buy")
  @SignatureRequired(value = VERIFIER, operation = "update_media_buy")
  public Accepted updateMediaBuy() {
    return accepted("update_media_buy");
  }

  @POST
  @Path("{before: (.*/)?}sync_creatives")
  @SignatureRequired(value = VERIFIER, operation = "sync_creatives")
  public Accepted syncCreatives() {
    return accepted("sync_creatives");
  }

  @POST
  @Path("{before: (.*/)?}activate_signal")
  @SignatureRequired(value = VERIFIER, operation = "activate_signal")
  public Accepted activateSignal() {
    return accepted("activate_signal");
  }

  @POST
  @Path("{path: .*}")
  @SignatureRequired(value = VERIFIER, operation = "other")
  public Accepted post(@PathParam("path") String path) {
    return accepted(path.substring(path.lastIndexOf('/') + 1));
  }

  @GET
  @Path("{path: .*}")
  @SignatureRequired(value = VERIFIER, operation = "other")
  public Accepted get(@PathParam("path") String path) {
    return post(path);
  }

  private Accepted accepted(String operation) {
    Principal signer = security.getUserPrincipal();
    return new Accepted(operation, signer == null ? "nobody" : signer.getName());
  }
}

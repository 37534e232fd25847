package dev.surety.signature.shop;

import dev.surety.SuretyUnit;
import dev.surety.idempotency.Idempotent;
import dev.surety.signature.SignatureRequired;
import dev.surety.signature.VerifiedSigner;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;

/** What partners may do; the answers tell as whom they did it. */
@Path("signed")
@RequestScoped
@Produces("text/plain")
@Consumes("*/*")
public class SignedShop {

  @Inject @SuretyUnit EntityManager entityManager;
  @Inject Instance<VerifiedSigner> signer;
  @Context SecurityContext security;

  @POST
  @SignatureRequired
  public String echo(String body) {
    return who() + " " + body;
  }

  @GET
  @Path("read")
  @SignatureRequired
  public String read() {
    return who();
  }

  /** What the server's process takes for the time, in milliseconds. */
  @GET
  @Path("clock")
  public String clock() {
    return String.valueOf(System.currentTimeMillis());
  }

  @POST
  @Path("other")
  @SignatureRequired("other")
  public String other(String body) {
    return echo(body);
  }

  /** Leaves a row for each run. */
  @POST
  @Path("orders")
  @Idempotent
  @Transactional
  @SignatureRequired
  public String order(String name) {
    entityManager
        .createNativeQuery("INSERT INTO signed_order (name) VALUES (?1)")
        .setParameter(1, name)
        .executeUpdate();
    return who() + " " + UUID.randomUUID();
  }

  private String who() {
    return security.getUserPrincipal() == null
        ? "nobody"
        : signer.get().issuer() + "/" + security.getUserPrincipal().getName();
  }
}

package dev.surety.signature.shop;

import dev.surety.signature.SigningFilter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.core.Response;

/** What the application does with signatures by itself. */
@Path("services")
@RequestScoped
@Produces("text/plain")
public class Services {

  @Inject Early early;
  @Inject Refusals refusals;

  /** What was told of refused messages. */
  @GET
  @Path("refusals")
  public String refusals() {
    return refusals.told();
  }

  @GET
  @Path("signatures")
  public String signatures() {
    return early.signatures();
  }

  @GET
  @Path("nonces")
  public String nonces() {
    return early.nonces();
  }

  /** Calls another server, by the client of this one. */
  @GET
  @Path("outgoing")
  public String outgoing(@QueryParam("url") String url) {
    Client client = ClientBuilder.newClient().register(new SigningFilter(early.signer()));
    try (Response response =
        client.target(url).request().header("Idempotency-Key", url).post(Entity.text("outgoing"))) {
      return response.getStatus() + " " + response.readEntity(String.class);
    } finally {
      client.close();
    }
  }
}

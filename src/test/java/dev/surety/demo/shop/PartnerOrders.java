package dev.surety.demo.shop;

import dev.surety.idempotency.Idempotent;
import dev.surety.signature.SignatureRequired;
import dev.surety.signature.VerifiedSigner;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Orders of partners, who sign their requests instead of logging in. */
@Path("partner/orders")
@RequestScoped
@Produces("application/json")
public class PartnerOrders {

  @Inject OrderBook book;
  @Inject VerifiedSigner signer;

  /** Places an order of the partner's whose key signed it; each signature counts once. */
  @POST
  @SignatureRequired
  @Idempotent
  @Transactional
  public Response place(@Nullable NewOrder order, @Context UriInfo uri) {
    return book.place(order, signer.owner(), uri);
  }
}

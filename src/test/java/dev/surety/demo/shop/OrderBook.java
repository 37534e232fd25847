package dev.surety.demo.shop;

import dev.surety.SuretyUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Writes orders down, in the caller's transaction. */
@ApplicationScoped
public class OrderBook {

  @Inject @SuretyUnit EntityManager entityManager;
  @Inject Announcements announcements;
  @Inject CrashButton crashButton;

  /**
   * @param by who orders
   */
  Response place(@Nullable NewOrder order, String by, UriInfo uri) {
    if (order == null || !order.isPlaceable()) {
      throw new BadRequestException("an order has an item, and a quantity of 1 to 99");
    }
    PlacedOrder placed = new PlacedOrder(order, by);
    entityManager.persist(placed);
    Receipt receipt = placed.receipt();
    announcements.announce(receipt);
    crashButton.crashAfterCommit();
    return Response.created(uri.getBaseUriBuilder().path("orders").path(receipt.order()).build())
        .entity(receipt)
        .build();
  }
}

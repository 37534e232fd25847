package dev.surety.demo.shop;

import dev.surety.SuretyUnit;
import dev.surety.idempotency.Idempotent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shop's orders. */
@Path("orders")
@RequestScoped
@Produces("application/json")
public class Orders {

  @Inject @SuretyUnit EntityManager entityManager;
  @Inject OrderBook book;

  /** Places an order once, however often it is sent under its key. */
  @POST
  @Idempotent
  @Transactional
  public Response place(@Nullable NewOrder order, @Context UriInfo uri) {
    return book.place(order, "guest", uri);
  }

  /** Every order, the newest first. */
  @GET
  public List<Receipt> all() {
    return entityManager
        .createQuery("SELECT o FROM PlacedOrder o ORDER BY o.id DESC", PlacedOrder.class)
        .setMaxResults(100)
        .getResultList()
        .stream()
        .map(PlacedOrder::receipt)
        .toList();
  }

  /** One order. */
  @GET
  @Path("{number}")
  public Receipt one(@PathParam("number") long number) {
    PlacedOrder order = entityManager.find(PlacedOrder.class, number);
    if (order == null) {
      throw new NotFoundException();
    }
    return order.receipt();
  }
}

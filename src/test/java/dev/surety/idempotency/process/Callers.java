package dev.surety.idempotency.process;

import dev.surety.SuretyUnit;
import dev.surety.UnavailableException;
import dev.surety.idempotency.Idempotency;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/**
 * Callers of the service inside transactions of their own, who together hold every connection.
 *
 * <p>Each tells how many connections were in a transaction, and what it got.
 */
@Path("callers")
@ApplicationScoped
public class Callers {

  /** As many as the pool of the test servers has connections. */
  static final int POOL = 20;

  private static final Scope SCOPE = Scope.ofOperation("callers");
  private static final String IN_TRANSACTION =
      "SELECT count(*) FROM pg_stat_activity"
          + " WHERE backend_type = 'client backend' AND xact_start IS NOT NULL";

  private final CyclicBarrier everybody = new CyclicBarrier(POOL);

  @Inject Idempotency idempotency;
  @Inject Orders orders;
  @Inject UserTransaction transaction;
  @Inject @SuretyUnit EntityManager entityManager;

  @POST
  @Path("reserve")
  public String reserve(String key) throws Exception {
    return holdingConnection(
        () -> {
          Reservation reservation = idempotency.reserve(SCOPE, key, hash(key));
          return reservation.getClass().getSimpleName();
        });
  }

  @POST
  @Path("once")
  public String once(String key) throws Exception {
    return holdingConnection(
        () -> idempotency.once(SCOPE, key, hash(key), String.class, () -> orders.place(key)));
  }

  private String holdingConnection(Callable<String> call) throws Exception {
    transaction.begin();
    boolean done = false;
    String held = "none";
    try {
      entityManager.createNativeQuery("SELECT 1").getSingleResult();
      everybody.await(10, TimeUnit.SECONDS);
      held = entityManager.createNativeQuery(IN_TRANSACTION).getSingleResult().toString();
      everybody.await(10, TimeUnit.SECONDS);
      String got = call.call();
      done = true;
      return held + " " + got;
    } catch (UnavailableException e) {
      return held + " unavailable";
    } finally {
      if (done) {
        transaction.commit();
      } else {
        transaction.rollback();
      }
    }
  }

  private static RequestHash hash(String key) {
    return RequestHash.of(key.getBytes(StandardCharsets.UTF_8));
  }
}

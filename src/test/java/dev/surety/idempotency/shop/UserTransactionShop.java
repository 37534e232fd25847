package dev.surety.idempotency.shop;

import dev.surety.idempotency.Idempotent;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** Drives transactions by hand, which an exactly-once method must leave to Surety. */
@Path("by-hand")
@RequestScoped
@Idempotent(transactional = true)
public class UserTransactionShop {

  @Inject Effects effects;
  @Resource UserTransaction transaction;

  @POST
  public String order(@QueryParam("as") String as, String name) throws Exception {
    effects.add(name);
    switch (as) {
      case "begin" -> transaction.begin();
      case "commit" -> transaction.commit();
      case "roll-back" -> transaction.rollback();
      case "commit-and-throw" -> {
        transaction.commit();
        throw new IllegalStateException("after the commit");
      }
      case "roll-back-and-commit" -> {
        transaction.rollback();
        transaction.begin();
        effects.add(name);
        transaction.commit();
      }
      case "commit-and-begin" -> {
        transaction.commit();
        transaction.begin();
        effects.add(name);
      }
      default -> throw new IllegalArgumentException(as);
    }
    return "done";
  }
}

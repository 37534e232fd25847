package dev.surety.idempotency.shop;

import dev.surety.idempotency.Idempotent;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** A guarded resource without an annotation by which CDI would discover it. */
@Path("undiscovered")
public class Undiscovered {

  @POST
  @Idempotent
  public void unseen() {}
}

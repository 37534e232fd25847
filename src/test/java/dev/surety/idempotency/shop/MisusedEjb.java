package dev.surety.idempotency.shop;

import dev.surety.idempotency.Idempotent;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;

/** Answers on a thread of the EJB container; WildFly takes no nested class for an EJB. */
@Path("misused-ejb")
@Stateless
public class MisusedEjb {

  @POST
  @Asynchronous
  @Idempotent(transactional = false)
  public void answeredElsewhere(@Suspended AsyncResponse response) {}
}

package dev.surety.signature.partner;

import dev.surety.idempotency.Idempotent;
import dev.surety.signature.SignatureRequired;
import dev.surety.signature.VerifiedSigner;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Signed operations that run once per key; the signer is injected as it is. */
@Path("keyed")
@RequestScoped
@Produces("text/plain")
public class KeyedShop {

  private static final Map<String, AtomicInteger> RUNS = new ConcurrentHashMap<>();
  private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

  @Inject VerifiedSigner signer;

  @POST
  @Idempotent(transactional = false)
  @SignatureRequired
  public String order(String name) {
    return name + " " + signer.owner() + " " + count(name).incrementAndGet();
  }

  @POST
  @Path("optional")
  @Idempotent(required = false)
  @SignatureRequired
  public String optional(String name) {
    return order(name);
  }

  /** Waits until somebody opens its gate. */
  @POST
  @Path("slow")
  @Idempotent
  @SignatureRequired
  public String slow(String name) throws InterruptedException {
    count(name).incrementAndGet();
    boolean unused = gate(name).await(30, TimeUnit.SECONDS);
    return name + " " + signer.owner();
  }

  /** How often work under the name was done, and lets slow work end. */
  @Path("runs")
  @RequestScoped
  public static class Runs {

    @GET
    @Path("{name}")
    @Produces("text/plain")
    public String runs(@PathParam("name") String name, @QueryParam("open") boolean open) {
      if (open) {
        gate(name).countDown();
      }
      return String.valueOf(count(name).get());
    }
  }

  private static AtomicInteger count(String name) {
    return RUNS.computeIfAbsent(name, any -> new AtomicInteger());
  }

  private static CountDownLatch gate(String name) {
    return GATES.computeIfAbsent(name, any -> new CountDownLatch(1));
  }
}

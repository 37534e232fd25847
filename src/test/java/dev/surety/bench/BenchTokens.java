package dev.surety.bench;

import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Tokens;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.concurrent.ExecutionException;

/** A closed loop of verifications. */
@ApplicationScoped
@Path("tokens")
public class BenchTokens {

  private static final Ring RING = Ring.token("bench");

  @Inject KeyRings rings;
  @Inject Tokens tokens;
  @Resource ManagedThreadFactory threads;

  /** Rate and p99. */
  @GET
  public String measure(
      @QueryParam("callers") int callers, @QueryParam("operations") long operations)
      throws InterruptedException, ExecutionException {
    if (rings.active(RING).isEmpty()) {
      rings.seed(RING, "k1", rings.generate(RING));
    }
    byte[] message = new byte[256];
    String token = tokens.sign(RING, message);
    return ClosedLoop.run(
            threads,
            () -> {
              if (!tokens.verify(RING, message, token).isValid()) {
                throw new IllegalStateException("the token does not verify");
              }
            },
            callers,
            600_000,
            operations)
        .toString();
  }
}

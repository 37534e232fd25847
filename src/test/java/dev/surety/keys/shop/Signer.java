package dev.surety.keys.shop;

import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Tokens;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Signs with a ring that it seeds itself. */
@Path("signer")
@Dependent
public class Signer {

  @Inject KeyRings rings;
  @Inject Tokens tokens;

  @GET
  public String token() {
    Ring ring = Ring.token("signer");
    if (rings.active(ring).isEmpty()) {
      rings.seed(ring, "k1", rings.generate(ring));
    }
    return tokens.sign(ring, "m");
  }
}

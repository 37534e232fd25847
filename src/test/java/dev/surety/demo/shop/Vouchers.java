package dev.surety.demo.shop;

import dev.surety.keys.KeyInfo;
import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation;
import dev.surety.keys.Secret;
import dev.surety.keys.TokenVerification;
import dev.surety.keys.TokenVerification.Valid;
import dev.surety.keys.Tokens;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;

/** Vouchers that the shop signs with its own HMAC key, which is rotated while it runs. */
@Path("vouchers")
@ApplicationScoped
@Produces("text/plain")
public class Vouchers {

  private static final Ring RING = Ring.token("vouchers");
  private static final String VOUCHER = "one coffee";
  private static final Duration GRACE = Duration.ofHours(1);

  @Inject KeyRings rings;
  @Inject Tokens tokens;

  /** Changes nothing where the ring is seeded, as after a restart. */
  @PostConstruct
  void seed() {
    rings.seed(RING, "key-1", rings.generate(RING));
  }

  /** One curl line that shows a voucher, signed with the key of now. */
  @GET
  @Path("example")
  public String curlLine(@Context UriInfo uri) {
    String target = uri.getBaseUriBuilder().path("vouchers/check").build().toString();
    return "curl "
        + target
        + " -H 'Content-Type: text/plain' -d '"
        + tokens.sign(RING, VOUCHER)
        + "'\n";
  }

  /** Tells whether a token is that of a voucher for one coffee. */
  @POST
  @Path("check")
  public String check(String token) {
    TokenVerification found = tokens.verify(RING, VOUCHER, token);
    if (!(found instanceof Valid valid)) {
      throw new ForbiddenException(found.toString());
    }
    return "Good for %s, signed with %s%s.\n"
        .formatted(VOUCHER, valid.kid(), valid.needsResign() ? ", which was replaced since" : "");
  }

  /** Makes a new key the one that signs; as often as somebody likes, so it is forced. */
  @POST
  @Path("rotate")
  public String rotate() {
    String kid = "key-" + (rings.list(RING).size() + 1);
    Secret secret = rings.generate(RING);
    Rotation rotation = rings.as("the demo's visitor").rotate(RING, kid, secret, GRACE, true);
    return rotation instanceof Rotation.Rotated rotated
        ? "%s signs now; %s verifies for another hour.\n"
            .formatted(rotated.newKid(), rotated.previousKid())
        : "Somebody else rotated just now: " + rotation + "\n";
  }

  /** Which key signs. */
  @GET
  @Path("key")
  public String key() {
    return rings.active(RING).map(KeyInfo::kid).orElse("") + "\n";
  }
}

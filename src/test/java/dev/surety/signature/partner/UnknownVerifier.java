package dev.surety.signature.partner;

import dev.surety.signature.SignatureRequired;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Names a verifier that nobody configured. */
@Path("unknown-verifier")
public class UnknownVerifier {

  @POST
  @SignatureRequired("nobody")
  public void post() {}
}

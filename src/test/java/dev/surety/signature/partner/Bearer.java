package dev.surety.signature.partner;

import dev.surety.signature.FallbackAuthentication;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Believes one token; reads the body, as one that checks a digest of its own would. */
@ApplicationScoped
public class Bearer implements FallbackAuthentication {

  @Override
  public boolean isAuthenticated(ContainerRequestContext request) {
    try {
      request.getEntityStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String token = String.valueOf(request.getHeaderString("Authorization"));
    if (token.equals("Bearer fails")) {
      throw new IllegalStateException("the token service is down");
    }
    return token.equals("Bearer right");
  }
}

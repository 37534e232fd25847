package dev.surety.idempotency.shop;

import dev.surety.idempotency.ReplayAuthorizer;
import dev.surety.idempotency.StoredResponse;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;

/** Takes a caller's roles, or the right to a stored answer, when a request asks for it. */
public final class Revocation {

  private Revocation() {}

  /** {@code X-Revoked} takes the roles. */
  @Provider
  @Priority(Priorities.AUTHENTICATION)
  public static class Roles implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
      if (request.getHeaderString("X-Revoked") != null) {
        request.setSecurityContext(new WithoutRoles(request.getSecurityContext()));
      }
    }
  }

  /** {@code X-Replay} says how a replay is judged. */
  @ApplicationScoped
  public static class Replays implements ReplayAuthorizer {
    @Override
    public boolean mayReplay(ContainerRequestContext request, StoredResponse stored) {
      String judged = String.valueOf(request.getHeaderString("X-Replay"));
      if (judged.equals("throw")) {
        throw new IllegalStateException("the authorizer fails");
      }
      return !judged.equals("deny");
    }
  }

  private record WithoutRoles(SecurityContext before) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
      return before.getUserPrincipal();
    }

    @Override
    public boolean isUserInRole(String role) {
      return false;
    }

    @Override
    public boolean isSecure() {
      return before.isSecure();
    }

    @Override
    public String getAuthenticationScheme() {
      return before.getAuthenticationScheme();
    }
  }
}

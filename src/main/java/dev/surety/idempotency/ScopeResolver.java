package dev.surety.idempotency;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Says whose key a request's key is; a CDI bean of this type replaces the default.
 *
 * <p>The default takes the request's user principal, its authentication scheme as the issuer, and
 * no tenant. Called on the request's thread, outside any transaction.
 */
public interface ScopeResolver {

  /**
   * @param operation the guarded operation, to be part of the scope
   * @return the scope; {@code null}, like an exception, refuses the request with 401
   */
  @Nullable Scope resolve(ContainerRequestContext request, String operation);
}

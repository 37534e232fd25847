package dev.surety.idempotency;

import jakarta.ws.rs.container.ContainerRequestContext;

/**
 * Asked before every replay whether the caller may still see the stored answer.
 *
 * <p>Roles are checked before; a CDI bean of this type adds what roles cannot say. An exception
 * refuses.
 */
public interface ReplayAuthorizer {

  /** {@code false} answers 403 and keeps the stored answer to itself. */
  boolean mayReplay(ContainerRequestContext request, StoredResponse storedResponse);
}

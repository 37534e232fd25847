package dev.surety.signature;

import jakarta.ws.rs.container.ContainerRequestContext;

/**
 * Says whether a request without a valid signature is authenticated otherwise, such as by a bearer
 * token; a CDI bean of this type is asked where an operation allows it.
 *
 * <p>Called on the request's thread. An exception counts as no.
 */
public interface FallbackAuthentication {

  boolean isAuthenticated(ContainerRequestContext request);
}

package dev.surety.idempotency.internal.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

/** Notes that every request filter has let a request pass, after which its method can have run. */
final class LastRequestFilter implements ContainerRequestFilter {

  private final GuardedMethod guarded;

  LastRequestFilter(GuardedMethod guarded) {
    this.guarded = guarded;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Pass.reachedItsMethod(request, guarded);
  }
}

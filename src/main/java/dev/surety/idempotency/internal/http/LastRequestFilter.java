package dev.surety.idempotency.internal.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

/** Notes that every request filter has let a request pass, after which its method can have run. */
final class LastRequestFilter implements ContainerRequestFilter {

  private static final String PASSED = "dev.surety.idempotency.passed";

  private final GuardedMethod guarded;

  LastRequestFilter(GuardedMethod guarded) {
    this.guarded = guarded;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (Pass.admission(request, guarded) instanceof HttpGuard.Run run) {
      request.setProperty(PASSED, run.call());
    }
  }

  /** Whether the call's request came this far; otherwise a filter answers in its place. */
  static boolean letPass(ContainerRequestContext request, GuardedCall call) {
    return request.getProperty(PASSED) == call;
  }
}

package dev.surety.idempotency.internal.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * One way of a request through JAX-RS to one guarded method; the servlet container can send it
 * there again, by a forward, an include or a filter that tries twice.
 *
 * @param request as the filters of this pass see it
 * @param admission what became of it
 * @param outer the pass within which this one is
 */
record Pass(ContainerRequestContext request, HttpGuard.Admission admission, @Nullable Pass outer) {

  /** Whether the filter has run in this pass already, being registered twice. */
  static boolean isKnown(ContainerRequestContext request, GuardedMethod guarded) {
    Pass pass = of(request, guarded);
    return pass != null && pass.request == request;
  }

  static void begin(
      ContainerRequestContext request, GuardedMethod guarded, HttpGuard.Admission admission) {
    request.setProperty(guarded.property(), new Pass(request, admission, of(request, guarded)));
  }

  /** What became of the request in the innermost pass; {@code null} if the filter never ran. */
  static HttpGuard.@Nullable Admission admission(
      ContainerRequestContext request, GuardedMethod guarded) {
    Pass pass = of(request, guarded);
    return pass == null ? null : pass.admission;
  }

  /** Ends the innermost pass; {@code null} if the request filter never ran. */
  static HttpGuard.@Nullable Admission end(ContainerRequestContext request, GuardedMethod guarded) {
    Pass pass = of(request, guarded);
    if (pass == null) {
      return null;
    }
    if (pass.outer == null) {
      request.removeProperty(guarded.property());
    } else {
      request.setProperty(guarded.property(), pass.outer);
    }
    return pass.admission;
  }

  private static @Nullable Pass of(ContainerRequestContext request, GuardedMethod guarded) {
    return request.getProperty(guarded.property()) instanceof Pass pass ? pass : null;
  }
}

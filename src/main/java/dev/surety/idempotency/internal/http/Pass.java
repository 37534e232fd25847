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
 * @param reached whether every request filter has let it through
 */
record Pass(
    ContainerRequestContext request,
    HttpGuard.Admission admission,
    @Nullable Pass outer,
    boolean reached) {

  /** Whether the filter has run in this pass already, being registered twice. */
  static boolean isKnown(ContainerRequestContext request, GuardedMethod guarded) {
    Pass pass = of(request, guarded);
    return pass != null && pass.request == request;
  }

  static void begin(
      ContainerRequestContext request, GuardedMethod guarded, HttpGuard.Admission admission) {
    request.setProperty(
        guarded.property(), new Pass(request, admission, of(request, guarded), false));
  }

  /** No request filter answers in the method's place any more. */
  static void reachedItsMethod(ContainerRequestContext request, GuardedMethod guarded) {
    Pass pass = of(request, guarded);
    if (pass != null) {
      request.setProperty(
          guarded.property(), new Pass(pass.request, pass.admission, pass.outer, true));
    }
  }

  /** Ends the innermost pass; {@code null} if the request filter never ran. */
  static @Nullable Pass end(ContainerRequestContext request, GuardedMethod guarded) {
    Pass pass = of(request, guarded);
    if (pass == null) {
      return null;
    }
    if (pass.outer == null) {
      request.removeProperty(guarded.property());
    } else {
      request.setProperty(guarded.property(), pass.outer);
    }
    return pass;
  }

  private static @Nullable Pass of(ContainerRequestContext request, GuardedMethod guarded) {
    return request.getProperty(guarded.property()) instanceof Pass pass ? pass : null;
  }
}

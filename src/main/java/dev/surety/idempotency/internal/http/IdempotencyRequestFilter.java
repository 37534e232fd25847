package dev.surety.idempotency.internal.http;

import dev.surety.core.LimitedLog;
import dev.surety.core.http.RefusedCall;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Providers;
import java.lang.System.Logger.Level;

/** Reserves the key of a request to one guarded method, or answers in the method's place. */
final class IdempotencyRequestFilter implements ContainerRequestFilter {

  private static final LimitedLog FAILED =
      new LimitedLog(
          System.getLogger(IdempotencyRequestFilter.class.getName()),
          Level.ERROR,
          "a request was refused because Surety failed");

  private final GuardedMethod guarded;
  private final HttpGuard guard;
  private final Providers providers;

  IdempotencyRequestFilter(GuardedMethod guarded, HttpGuard guard, Providers providers) {
    this.guarded = guarded;
    this.guard = guard;
    this.providers = providers;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (Pass.isKnown(request, guarded)) {
      return;
    }
    try {
      HttpGuard.Admission admission = guard.admit(request, guarded, providers);
      Pass.begin(request, guarded, admission);
      if (admission instanceof HttpGuard.Replayed replayed) {
        request.abortWith(replayed.answer().replay());
      }
    } catch (RefusedCall refused) {
      abort(request, refused.getResponse());
    } catch (RuntimeException e) {
      FAILED.log(e);
      abort(request, Refusals.failed().response());
    }
  }

  private void abort(ContainerRequestContext request, Response problem) {
    Pass.begin(request, guarded, new HttpGuard.Refused());
    request.abortWith(problem);
  }
}

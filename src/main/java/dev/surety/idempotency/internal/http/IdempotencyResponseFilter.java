package dev.surety.idempotency.internal.http;

import dev.surety.core.LimitedLog;
import dev.surety.core.http.Refusal;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Answers a request to one guarded method with what its call decided; stores answers at least once.
 *
 * <p>The first of all response filters, so that what is stored is the answer before others add to
 * it, and a replay passes them as the first answer did.
 */
final class IdempotencyResponseFilter implements ContainerResponseFilter {

  private static final Logger LOG = System.getLogger(IdempotencyResponseFilter.class.getName());
  private static final LimitedLog NOT_INTERCEPTED =
      new LimitedLog(
          LOG,
          Level.ERROR,
          "a method was answered without Surety's interceptor; its answer is not stored");
  private static final LimitedLog NOT_WRITTEN =
      new LimitedLog(LOG, Level.WARNING, "an answer could not be written, so it is not stored");

  private final GuardedMethod guarded;

  IdempotencyResponseFilter(GuardedMethod guarded) {
    this.guarded = guarded;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    // None where the request filter never ran, as after an earlier filter's refusal.
    Pass pass = Pass.end(request, guarded);
    if (pass == null) {
      return;
    }
    if (pass.admission() instanceof HttpGuard.Run run) {
      settle(run.call(), pass.reached(), response);
      show(run.call(), response);
    } else if (pass.admission() instanceof HttpGuard.Replayed replayed) {
      replayed.answer().show(response);
    }
  }

  private void settle(GuardedCall call, boolean reached, ContainerResponseContext response) {
    call.settle();
    switch (call.state()) {
      case RESERVED -> neverCalled(call, reached, response.getStatus());
      case RUNNING, RETURNED, FAILED -> answered(call, response);
      case STORING, PENDING, STORED, RELEASED, REFUSED -> {}
    }
  }

  /**
   * No method ran where a filter answered in its place, or after all filters the request was
   * refused: an unreadable body, a denial, a failed validation.
   */
  private void neverCalled(GuardedCall call, boolean reached, int status) {
    if (status >= 400 || !reached) {
      call.release();
      return;
    }
    NOT_INTERCEPTED.logAbout(guarded.resource());
    if (call.storing()) {
      AtLeastOnce.store(call, new Written.Unkept(status));
    }
  }

  /** Exactly once the interceptor has stored the answer, or there is none to store. */
  private void answered(GuardedCall call, ContainerResponseContext response) {
    if (!guarded.exactlyOnce() && StorePolicy.storable(response.getStatus(), guarded.storing())) {
      if (call.storing()) {
        AtLeastOnce.store(call, write(call, response));
      }
    } else {
      call.release();
    }
  }

  private Written write(GuardedCall call, ContainerResponseContext response) {
    if (guarded.sendsEvents()) {
      return new Written.Unkept(response.getStatus());
    }
    try {
      return call.writer().write(Content.of(response));
    } catch (IOException | RuntimeException e) {
      // The effect has happened, and running again would not write it either.
      NOT_WRITTEN.log(e);
      return new Written.Unkept(response.getStatus());
    }
  }

  private static void show(GuardedCall call, ContainerResponseContext response) {
    Refusal refusal = call.refusal();
    Written written = call.written();
    if (refusal != null) {
      refusal.replace(response);
    } else if (written != null) {
      written.show(response);
    }
  }
}

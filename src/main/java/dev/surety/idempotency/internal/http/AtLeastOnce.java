package dev.surety.idempotency.internal.http;

import dev.surety.idempotency.internal.CurrentRun;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.CompletionCallback;
import org.jspecify.annotations.Nullable;

/** Runs a method whose answer is stored after it, by the response filter. */
final class AtLeastOnce {

  private AtLeastOnce() {}

  static @Nullable Object run(GuardedCall call, InvocationContext context) throws Exception {
    for (Object parameter : context.getParameters()) {
      if (parameter instanceof AsyncResponse later) {
        later.register(new WhenAnswered(call));
      }
    }
    boolean returned = false;
    try {
      Object value = CurrentRun.during(call.reserved(), context::proceed);
      returned = true;
      return value;
    } catch (RuntimeException e) {
      if (isValidationFailure(e.getClass())) {
        call.release();
      }
      throw e;
    } finally {
      if (!returned) {
        call.failed();
      }
    }
  }

  /** Read by name: a server without Bean Validation has no such class. */
  private static boolean isValidationFailure(@Nullable Class<?> type) {
    return type != null
        && (type.getName().equals("jakarta.validation.ValidationException")
            || isValidationFailure(type.getSuperclass()));
  }

  /** Frees the key where an asynchronous failure reached no response filter. */
  private record WhenAnswered(GuardedCall call) implements CompletionCallback {
    @Override
    public void onComplete(@Nullable Throwable failure) {
      if (failure != null && call.state() == GuardedCall.State.RUNNING) {
        call.release();
      }
    }
  }
}

package dev.surety.idempotency.internal.http;

import dev.surety.UnavailableException;
import dev.surety.core.LimitedLog;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.internal.CurrentRun;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.AsyncResponse;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Runs a method whose answer is stored after it, by the response filter.
 *
 * <p>A failure that no response filter will see frees the key at once.
 */
final class AtLeastOnce {

  private static final LimitedLog NOT_STORED =
      new LimitedLog(
          System.getLogger(AtLeastOnce.class.getName()),
          Level.ERROR,
          "an answer was not stored because Surety failed");

  private AtLeastOnce() {}

  static @Nullable Object run(GuardedCall call, InvocationContext context) throws Exception {
    watchAsyncResponse(call, context);
    try {
      Object value = CurrentRun.during(call.reserved(), context::proceed);
      call.returned();
      if (value instanceof CompletionStage<?> later) {
        later.whenComplete((answer, failure) -> releaseIfUnseen(call, failure));
      }
      return value;
    } catch (Throwable e) {
      call.failed();
      if (isValidationFailure(e.getClass())) {
        call.release();
      }
      releaseIfUnseen(call, e);
      throw e;
    }
  }

  /** Stores the answer of a call in state STORING, or refuses the call. */
  static void store(GuardedCall call, Written written) {
    try {
      if (call.complete(written, false) == Completion.COMPLETED) {
        call.committed(written);
      } else {
        call.refuse(Refusals.lost());
      }
    } catch (UnavailableException e) {
      call.refuse(Refusals.unavailable(e));
    } catch (RuntimeException e) {
      NOT_STORED.log(e);
      call.refuse(Refusals.failed());
    }
  }

  /**
   * The method returned and is called again: its effect counts, and what it returned is out of
   * reach.
   */
  static void spend(GuardedCall call) {
    if (call.storing()) {
      store(call, new Written.Unkept(500));
    }
  }

  /** On Payara an exception without a mapper passes every response filter by. */
  private static void releaseIfUnseen(GuardedCall call, @Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause != null
        && !(cause instanceof WebApplicationException)
        && call.writer().providers().getExceptionMapper(cause.getClass()) == null) {
      call.release();
    }
  }

  /** Read by name: a server without Bean Validation has no such class. */
  private static boolean isValidationFailure(@Nullable Class<?> type) {
    return type != null
        && (type.getName().equals("jakarta.validation.ValidationException")
            || isValidationFailure(type.getSuperclass()));
  }

  private static void watchAsyncResponse(GuardedCall call, InvocationContext context) {
    Object[] parameters = context.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] instanceof AsyncResponse answer) {
        parameters[i] = watched(answer, call);
        context.setParameters(parameters);
      }
    }
  }

  /** Payara does not tell a {@code CompletionCallback} of such a failure either. */
  private static AsyncResponse watched(AsyncResponse answer, GuardedCall call) {
    return (AsyncResponse)
        Proxy.newProxyInstance(
            AtLeastOnce.class.getClassLoader(),
            new Class<?>[] {AsyncResponse.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("resume") && arguments[0] instanceof Throwable failure) {
                releaseIfUnseen(call, failure);
              }
              try {
                return method.invoke(answer, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

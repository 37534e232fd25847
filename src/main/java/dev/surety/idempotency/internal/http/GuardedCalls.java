package dev.surety.idempotency.internal.http;

import dev.surety.core.LimitedLog;
import dev.surety.core.http.RefusedCall;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The guarded calls of the current request, by which the interceptor knows what the filter
 * reserved; more than one only where it is dispatched again.
 */
@RequestScoped
@SuppressWarnings("NullAway.Init")
public class GuardedCalls {

  private static final LimitedLog CALLED_AGAIN =
      new LimitedLog(
          System.getLogger(GuardedCalls.class.getName()),
          Level.ERROR,
          "a guarded method was called again after it had returned or its run had ended, which was"
              + " refused: an interceptor outside Surety's repeats calls; give it a priority above "
              + IdempotentInterceptor.PRIORITY);

  private final List<GuardedCall> calls = new CopyOnWriteArrayList<>();

  private HttpServletRequest servlet;

  /**
   * @param current stands for the current request; given, so that not every request has one
   *     injected
   */
  void add(GuardedCall call, HttpServletRequest current) {
    servlet = current;
    calls.add(call);
  }

  /**
   * Takes the call that reserved for this method, if the method is to run for it.
   *
   * @return empty if no request came in for this method, or it calls itself
   * @throws RefusedCall if the method has returned or the call has ended: what the method did now
   *     would be a second effect
   */
  Optional<GuardedCall> begin(Method method) {
    GuardedCall over = null;
    for (GuardedCall call : calls) {
      if (call.guarded().is(method)) {
        if (call.begin()) {
          return Optional.of(call);
        }
        over = call.state() == GuardedCall.State.RUNNING ? over : call;
      }
    }
    if (over != null) {
      CALLED_AGAIN.logAbout(over.guarded().resource());
      if (over.state() == GuardedCall.State.RETURNED) {
        AtLeastOnce.spend(over);
      }
      // Whoever called again is told; the client gets the call's own answer, if there is one.
      boolean mayRetry = over.state() == GuardedCall.State.RELEASED;
      throw (mayRetry ? Refusals.failed() : Refusals.answerNotStored()).asException();
    }
    return Optional.empty();
  }

  /** Frees the keys of calls that no response filter came to see. */
  @PreDestroy
  void abandon() {
    for (GuardedCall call : calls) {
      call.settle();
      switch (call.state()) {
        case FAILED -> call.release();
        case RESERVED -> {
          if (!mayRunElsewhere()) {
            call.release();
          }
        }
        case RUNNING, RETURNED -> {
          // An asynchronous method is answered after the request's scope has ended.
          if (call.guarded().exactlyOnce()) {
            call.release();
          }
        }
        case STORING, PENDING, STORED, RELEASED, REFUSED -> {}
      }
    }
  }

  /** The container may have put the method on another thread, as ejb-jar.xml can ask for. */
  private boolean mayRunElsewhere() {
    try {
      return servlet.isAsyncStarted();
    } catch (RuntimeException e) {
      return true;
    }
  }
}

package dev.surety.idempotency.internal.http;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.HttpServletRequest;
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

  /** Takes the call that reserved for this method and has not called it yet. */
  Optional<GuardedCall> begin(Method method) {
    for (GuardedCall call : calls) {
      if (call.guarded().is(method) && call.begin()) {
        return Optional.of(call);
      }
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
        case RUNNING -> {
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

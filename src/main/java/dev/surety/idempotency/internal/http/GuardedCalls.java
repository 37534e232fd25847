package dev.surety.idempotency.internal.http;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The guarded calls of the current request, by which the interceptor knows what the filter
 * reserved; more than one only where a request is forwarded.
 */
@RequestScoped
public class GuardedCalls {

  private final List<GuardedCall> calls = new CopyOnWriteArrayList<>();

  void add(GuardedCall call) {
    calls.add(call);
  }

  /** Takes the call that reserved for this method and has not called it yet. */
  Optional<GuardedCall> begin(Method method) {
    return calls.stream()
        .filter(call -> call.guarded().is(method))
        .filter(GuardedCall::begin)
        .findFirst();
  }

  /** Frees the keys of calls that no response filter came to see. */
  @PreDestroy
  void abandon() {
    for (GuardedCall call : calls) {
      call.settle();
      switch (call.state()) {
        case RESERVED, FAILED -> call.release();
        case RUNNING -> releaseUnlessAsynchronous(call);
        case STORING, PENDING, STORED, RELEASED, REFUSED -> {}
      }
    }
  }

  /** An asynchronous method is answered after the request's scope has ended. */
  private static void releaseUnlessAsynchronous(GuardedCall call) {
    if (call.guarded().exactlyOnce()) {
      call.release();
    }
  }
}

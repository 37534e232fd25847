package dev.surety.idempotency.internal.http;

import dev.surety.idempotency.Idempotent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs guarded methods once.
 *
 * <p>Outside the container's transaction interceptor, because what owns the transaction must see a
 * commit fail, and an answer that cannot be written must still roll it back.
 */
@Interceptor
@Idempotent
@Priority(IdempotentInterceptor.PRIORITY)
@SuppressWarnings("NullAway.Init")
public class IdempotentInterceptor implements Serializable {

  static final int PRIORITY = Interceptor.Priority.PLATFORM_BEFORE + 100;

  private static final long serialVersionUID = 1L;

  @Inject private GuardedCalls calls;
  @Inject private ExactlyOnce exactlyOnce;
  @Inject private KeyedCalls keyed;

  @AroundInvoke
  @Nullable Object run(InvocationContext context) throws Exception {
    Idempotent own = context.getMethod().getAnnotation(Idempotent.class);
    if (own != null && !own.key().isEmpty()) {
      return keyed.run(own, context);
    }
    Optional<GuardedCall> reserved = reserved(context);
    if (reserved.isEmpty()) {
      // No request came in for this method, or one without a key that needs none.
      return context.proceed();
    }
    GuardedCall call = reserved.get();
    return call.guarded().exactlyOnce()
        ? exactlyOnce.run(call, context)
        : AtLeastOnce.run(call, context);
  }

  private Optional<GuardedCall> reserved(InvocationContext context) {
    try {
      return calls.begin(context.getMethod());
    } catch (ContextNotActiveException e) {
      return Optional.empty();
    }
  }
}

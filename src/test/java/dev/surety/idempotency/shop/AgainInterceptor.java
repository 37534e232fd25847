package dev.surety.idempotency.shop;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Repeats calls from outside of Surety's interceptor. */
@Again
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 50)
public class AgainInterceptor implements Serializable {

  private static final long serialVersionUID = 1L;

  @AroundInvoke
  @Nullable Object run(InvocationContext context) throws Exception {
    try {
      Object unused = context.proceed();
    } catch (IllegalStateException | MappedException first) {
      // As whoever tries again.
    }
    return context.proceed();
  }
}

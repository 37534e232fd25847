package dev.surety.signature.internal.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The second lock of a guarded method: it opens only to requests that its verifier has let in,
 * whatever way they came.
 *
 * <p>Before whatever else is intercepted, so that nothing is begun for a request that is refused.
 */
@Interceptor
@SignedOnly
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 50)
@SuppressWarnings("NullAway.Init")
public class SignedOnlyInterceptor implements Serializable {

  private static final long serialVersionUID = 1L;

  @Inject private Admissions admissions;

  @AroundInvoke
  @Nullable Object run(InvocationContext context) throws Exception {
    admissions.require(context.getTarget().getClass(), context.getMethod());
    return context.proceed();
  }
}

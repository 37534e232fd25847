package dev.surety.idempotency.internal.http;

import dev.surety.core.http.OwnBeans;
import dev.surety.core.http.ResourceMethod;
import dev.surety.idempotency.Idempotent;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Providers;
import java.util.Optional;

/**
 * Puts the filters before and after every guarded method.
 *
 * <p>Found through {@code META-INF/services}; as a {@code @Provider} it would be registered twice.
 *
 * <p>With a priority of its own: of services with equal priorities RESTEasy 6.2 loads one only.
 */
@Priority(4211)
@SuppressWarnings("NullAway.Init")
public final class IdempotencyFeature implements DynamicFeature {

  @Context private Providers providers;

  @Override
  public void configure(ResourceInfo info, FeatureContext context) {
    IdempotencyExtension extension = IdempotencyExtension.current();
    ResourceMethod resource = ResourceMethod.of(info.getResourceClass(), info.getResourceMethod());
    Optional<Idempotent> idempotent = GuardedMethod.annotation(resource, extension.guard());
    if (idempotent.isPresent()) {
      // What the deployment could not see, such as a sub-resource that is made while serving.
      extension.require(resource, idempotent.get());
      register(
          GuardedMethod.of(resource, idempotent.get()), OwnBeans.get(HttpGuard.class), context);
    }
  }

  private void register(GuardedMethod guarded, HttpGuard guard, FeatureContext context) {
    context.register(
        new IdempotencyRequestFilter(guarded, guard, providers), Priorities.AUTHORIZATION + 100);
    context.register(new LastRequestFilter(guarded), Integer.MAX_VALUE);
    // Response filters run from the highest priority to the lowest.
    context.register(new IdempotencyResponseFilter(guarded), Integer.MAX_VALUE);
  }
}

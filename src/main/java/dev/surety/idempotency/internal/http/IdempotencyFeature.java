package dev.surety.idempotency.internal.http;

import dev.surety.idempotency.internal.IdempotencySettings;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Providers;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts the filters before and after every guarded method.
 *
 * <p>Found through {@code META-INF/services}; as a {@code @Provider} it would be registered twice.
 */
@SuppressWarnings("NullAway.Init")
public final class IdempotencyFeature implements DynamicFeature {

  @Context private Providers providers;

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    IdempotencySettings settings = IdempotencySettings.of(ConfigProvider.getConfig());
    GuardedMethod.of(
            ResourceMethod.of(resource.getResourceClass(), resource.getResourceMethod()),
            settings.guard())
        .ifPresent(
            guarded -> {
              context.register(
                  new IdempotencyRequestFilter(guarded, providers), Priorities.AUTHORIZATION + 100);
              // Response filters run from the highest priority to the lowest.
              context.register(new IdempotencyResponseFilter(guarded), Integer.MAX_VALUE);
            });
  }
}

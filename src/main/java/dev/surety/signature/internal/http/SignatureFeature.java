package dev.surety.signature.internal.http;

import dev.surety.core.http.OwnBeans;
import dev.surety.core.http.ResourceMethod;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/**
 * Puts the filter before every method that only signed requests may reach, also of sub-resources
 * that the deployment could not see.
 *
 * <p>Found through {@code META-INF/services}; as a {@code @Provider} it would be registered twice.
 *
 * <p>With a priority of its own: of services with equal priorities RESTEasy 6.2 loads one only.
 */
@Priority(4212)
public final class SignatureFeature implements DynamicFeature {

  @Override
  public void configure(ResourceInfo info, FeatureContext context) {
    SignedMethod.of(ResourceMethod.of(info.getResourceClass(), info.getResourceMethod()))
        .ifPresent(
            signed ->
                context.register(
                    new SignatureRequestFilter(
                        signed, OwnBeans.get(SignatureGuard.class), OwnBeans.get(Admissions.class)),
                    Priorities.AUTHENTICATION));
  }
}

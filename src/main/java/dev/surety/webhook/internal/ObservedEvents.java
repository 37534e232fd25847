package dev.surety.webhook.internal;

import dev.surety.webhook.WebhookEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Knows which events the application observes, so that the others need not be told. */
public class ObservedEvents implements Extension {

  private static volatile @Nullable ObservedEvents current;

  private final Set<Type> observed = ConcurrentHashMap.newKeySet();

  static boolean isObserved(Class<? extends WebhookEvent> event) {
    ObservedEvents extension = current;
    return extension == null
        || extension.observed.stream()
            .anyMatch(type -> !(type instanceof Class<?> of) || of.isAssignableFrom(event));
  }

  void begin(@Observes BeforeBeanDiscovery event) {
    current = this;
  }

  void remember(@Observes ProcessObserverMethod<?, ?> event) {
    observed.add(event.getObserverMethod().getObservedType());
  }
}

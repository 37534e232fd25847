package dev.surety.replay.internal;

import dev.surety.replay.NamedStore;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigProvider;

/** Fails a deployment that injects a store which is not configured. */
public class ReplayExtension implements Extension {

  private final Set<String> injected = new TreeSet<>();

  void remember(@Observes ProcessInjectionPoint<?, ?> event) {
    for (Annotation qualifier : event.getInjectionPoint().getQualifiers()) {
      if (qualifier instanceof NamedStore store) {
        injected.add(store.value());
      }
    }
  }

  void check(@Observes AfterDeploymentValidation event) {
    List<String> known = ReplaySettings.STORES.in(ConfigProvider.getConfig());
    injected.stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> event.addDeploymentProblem(ReplayStores.unknown(name, known)));
  }
}

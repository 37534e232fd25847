package dev.surety.webhook.internal.receive;

import dev.surety.webhook.NamedReceiver;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigProvider;

/** Fails a deployment that injects a receiver which is not configured. */
public class ReceiverExtension implements Extension {

  private final Set<String> injected = new TreeSet<>();

  void remember(@Observes ProcessInjectionPoint<?, ?> event) {
    for (Annotation qualifier : event.getInjectionPoint().getQualifiers()) {
      if (qualifier instanceof NamedReceiver receiver) {
        injected.add(receiver.value());
      }
    }
  }

  void check(@Observes AfterDeploymentValidation event) {
    List<String> known = ReceiverSettings.RECEIVERS.in(ConfigProvider.getConfig());
    injected.stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> event.addDeploymentProblem(Receivers.unknown(name, known)));
  }
}

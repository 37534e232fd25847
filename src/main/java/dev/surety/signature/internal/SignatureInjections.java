package dev.surety.signature.internal;

import dev.surety.signature.NamedSigner;
import dev.surety.signature.NamedVerifier;
import dev.surety.signature.SignatureVerifier;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Knows which verifiers and signers the application injects, and fails a deployment that injects
 * one which is not configured.
 */
public class SignatureInjections implements Extension {

  private static volatile @Nullable SignatureInjections current;

  private final Set<String> verifiers = new TreeSet<>();
  private final Set<String> signers = new TreeSet<>();

  /** The names of the verifiers that this application injects. */
  public static Set<String> verifiers() {
    SignatureInjections injections = current;
    if (injections == null) {
      throw new IllegalStateException("Surety needs CDI, which did not start");
    }
    return Set.copyOf(injections.verifiers);
  }

  void begin(@Observes BeforeBeanDiscovery event) {
    current = this;
  }

  void remember(@Observes ProcessInjectionPoint<?, ?> event) {
    InjectionPoint point = event.getInjectionPoint();
    for (Annotation qualifier : point.getQualifiers()) {
      if (qualifier instanceof NamedVerifier named) {
        verifiers.add(named.value());
      } else if (qualifier instanceof NamedSigner named) {
        signers.add(named.value());
      } else if (qualifier instanceof Default && isVerifier(point.getType())) {
        verifiers.add(SignatureSettings.DEFAULT);
      }
    }
  }

  void check(@Observes AfterDeploymentValidation event) {
    Config config = ConfigProvider.getConfig();
    Stream.concat(
            verifiers.stream().flatMap(name -> SignatureSettings.unknownVerifier(config, name)),
            signers.stream().flatMap(name -> SignatureSettings.unknownSigner(config, name)))
        .forEach(event::addDeploymentProblem);
  }

  /** Also one that is injected by way of an {@code Instance} or a {@code Provider}. */
  private static boolean isVerifier(Type type) {
    return type == SignatureVerifier.class
        || (type instanceof ParameterizedType later
            && later.getActualTypeArguments()[0] == SignatureVerifier.class);
  }
}

package dev.surety.keys.internal;

import dev.surety.core.http.Misuse;
import dev.surety.core.http.OwnBeans;
import dev.surety.keys.KeyEncryptionKeys;
import dev.surety.keys.KeyRings;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Tokens;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notices whether the application uses keys, so that only then it needs a key-encryption key.
 *
 * <p>It does where one of its classes injects rings, tokens or keys, also as {@code Instance} or
 * {@code Provider}.
 */
public class KeysExtension implements Extension {

  private static final Set<Class<?>> SERVICES = Set.of(KeyRings.class, Tokens.class, MacKeys.class);

  private static volatile @Nullable KeysExtension current;

  private volatile boolean used;

  /** Whether the application may come to use keys. */
  static boolean isUsed() {
    KeysExtension extension = current;
    return extension != null && extension.used;
  }

  void begin(@Observes BeforeBeanDiscovery event) {
    current = this;
  }

  void remember(@Observes ProcessInjectionPoint<?, ?> event) {
    Type type = event.getInjectionPoint().getType();
    String name = event.getInjectionPoint().getMember().getDeclaringClass().getName();
    if (names(type) && !isOwn(name)) {
      used = true;
    }
  }

  void check(@Observes AfterDeploymentValidation event) {
    List<Misuse> found = OwnBeans.ambiguous(KeyEncryptionKeys.class);
    if (!found.isEmpty()) {
      event.addDeploymentProblem(Misuse.exception("The part of keys", found));
    }
  }

  private static boolean names(Type type) {
    return (type instanceof Class<?> service && SERVICES.contains(service))
        || (type instanceof ParameterizedType generic
            && Stream.of(generic.getActualTypeArguments()).anyMatch(KeysExtension::names));
  }

  /** What Surety itself injects says nothing about the application. */
  static boolean isOwn(String type) {
    return type.matches("dev\\.surety\\.\\w+\\.internal\\..*");
  }
}

package dev.surety.signature.internal.http;

import dev.surety.core.http.Misuse;
import dev.surety.signature.SignatureRequired;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.ws.rs.Path;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds guarded classes that CDI does not know of, which its own checks cannot see. */
@HandlesTypes({Path.class, SignatureRequired.class})
public final class SignatureScan implements ServletContainerInitializer {

  @Override
  public void onStartup(@Nullable Set<Class<?>> types, ServletContext context) {
    SignatureExtension extension = SignatureExtension.current();
    List<Class<?>> concrete =
        (types == null ? Set.<Class<?>>of() : types)
            .stream().filter(SignatureScan::isConcrete).toList();
    concrete.forEach(extension::add);
    List<Misuse> found = concrete.stream().flatMap(type -> extension.check(type).stream()).toList();
    if (!found.isEmpty()) {
      throw Misuse.exception(SignatureExtension.PROMISE, found);
    }
  }

  private static boolean isConcrete(Class<?> type) {
    return !type.isInterface() && !Modifier.isAbstract(type.getModifiers());
  }
}

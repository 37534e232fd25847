package dev.surety.idempotency.internal.http;

import dev.surety.core.http.Misuse;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.internal.IdempotencySettings.Guard;
import jakarta.interceptor.Interceptor;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds guarded classes that CDI does not know of, which its own checks cannot see. */
@HandlesTypes({Path.class, POST.class, PATCH.class, Idempotent.class, Application.class})
public final class ResourceScan implements ServletContainerInitializer {

  private static final Logger LOG = System.getLogger(ResourceScan.class.getName());

  @Override
  public void onStartup(@Nullable Set<Class<?>> types, ServletContext context) {
    IdempotencyExtension extension = IdempotencyExtension.current();
    List<Misuse> found = new ArrayList<>();
    for (Class<?> type : types == null ? Set.<Class<?>>of() : types) {
      if (Application.class.isAssignableFrom(type)) {
        found.addAll(singletons(type, extension));
      } else if (isConcrete(type) && !extension.knows(type) && isGuarded(type, extension.guard())) {
        found.add(IdempotencyExtension.undiscovered(type));
      }
    }
    if (!found.isEmpty()) {
      throw Misuse.exception(IdempotencyExtension.PROMISE, found);
    }
  }

  private static List<Misuse> singletons(Class<?> type, IdempotencyExtension extension) {
    List<Misuse> found = new ArrayList<>();
    for (Object singleton : singletonsOf(type)) {
      if (isGuarded(singleton.getClass(), extension.guard())) {
        found.add(
            new Misuse(
                singleton.getClass().getName(),
                "is registered as an instance by "
                    + type.getName()
                    + ", which CDI does not intercept",
                "return the class from getClasses(), with a scope such as @ApplicationScoped"));
      }
    }
    return found;
  }

  /** An application is made only to be asked for its instances, where it has a say in them. */
  @SuppressWarnings("deprecation")
  private static Set<Object> singletonsOf(Class<?> type) {
    try {
      if (!isConcrete(type)
          || type.getMethod("getSingletons").getDeclaringClass() == Application.class) {
        return Set.of();
      }
      Application application = (Application) type.getDeclaredConstructor().newInstance();
      return application.getSingletons();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, "the instances of " + type.getName() + " were not checked", e);
      return Set.of();
    }
  }

  static boolean isGuarded(Class<?> type, Guard guard) {
    try {
      return type.isAnnotationPresent(Idempotent.class)
          || !GuardedMethod.in(type, guard).isEmpty()
          || !KeyedChecks.methods(type).isEmpty();
    } catch (LinkageError e) {
      // A class whose optional dependencies are missing is no resource of this application.
      return false;
    }
  }

  private static boolean isConcrete(Class<?> type) {
    return !type.isInterface()
        && !Modifier.isAbstract(type.getModifiers())
        && !type.isAnnotationPresent(Interceptor.class);
  }
}

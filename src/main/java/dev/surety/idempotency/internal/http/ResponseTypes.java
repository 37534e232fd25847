package dev.surety.idempotency.internal.http;

import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The generic type of a response's entity.
 *
 * <p>{@code Response} forgets the {@code GenericEntity} it was built from, and its implementations
 * remember it; without it a list of a polymorphic type would be written differently.
 */
final class ResponseTypes {

  /** The getters that lead to the type, none where there are none; holds no class of ours. */
  private static final ClassValue<List<Method>> GETTERS =
      new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> response) {
          List<Method> resteasy = getters(response, "getGenericType");
          return resteasy.isEmpty() // Jersey
              ? getters(response, "getContext", "getEntityType")
              : resteasy;
        }
      };

  private ResponseTypes() {}

  static Type entityType(Response response, Object entity) {
    Object type = response;
    for (Method getter : GETTERS.get(response.getClass())) {
      type = type == null ? null : call(type, getter);
    }
    return type instanceof Type known ? known : entity.getClass();
  }

  private static List<Method> getters(Class<?> from, String... names) {
    List<Method> getters = new ArrayList<>();
    Class<?> type = from;
    try {
      for (String name : names) {
        Method getter = type.getMethod(name);
        getters.add(getter);
        type = getter.getReturnType();
      }
      return List.copyOf(getters);
    } catch (NoSuchMethodException e) {
      return List.of();
    }
  }

  private static @Nullable Object call(Object target, Method getter) {
    try {
      return getter.invoke(target);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}

package dev.surety.idempotency.internal.http;

import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * The generic type of a response's entity.
 *
 * <p>{@code Response} forgets the {@code GenericEntity} it was built from, and its implementations
 * remember it; without it a list of a polymorphic type would be written differently.
 */
final class ResponseTypes {

  private ResponseTypes() {}

  static Type entityType(Response response, Object entity) {
    return call(response, "getGenericType") // RESTEasy
        .or(() -> call(response, "getContext").flatMap(c -> call(c, "getEntityType"))) // Jersey
        .filter(Type.class::isInstance)
        .map(Type.class::cast)
        .orElse(entity.getClass());
  }

  private static Optional<Object> call(Object target, String getter) {
    try {
      Method method = target.getClass().getMethod(getter);
      return Optional.ofNullable(method.invoke(target));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty();
    }
  }
}

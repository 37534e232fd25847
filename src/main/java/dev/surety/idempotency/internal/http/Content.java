package dev.surety.idempotency.internal.http;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer before it is written: what a {@code MessageBodyWriter} is given.
 *
 * @param status the status
 * @param headers a copy, free to be changed
 * @param entity what is to be written, {@code null} for an answer without a body
 * @param type the entity's type, generic where that is known
 * @param annotations of the method
 * @param mediaType the answer's own, {@code null} where it is yet to be negotiated
 */
record Content(
    int status,
    MultivaluedMap<String, Object> headers,
    @Nullable Object entity,
    Type type,
    List<Annotation> annotations,
    @Nullable MediaType mediaType) {

  /** The answer that the runtime is about to write. */
  static Content of(ContainerResponseContext response) {
    return new Content(
        response.getStatus(),
        new MultivaluedHashMap<>(response.getHeaders()),
        response.getEntity(),
        response.hasEntity() ? response.getEntityType() : void.class,
        annotations(response.getEntityAnnotations()),
        response.getMediaType());
  }

  /** The answer that the runtime will make of a method's return value. */
  static Content returned(@Nullable Object value, Method method) {
    if (value instanceof Response response) {
      Object entity = response.getEntity();
      return new Content(
          response.getStatus(),
          new MultivaluedHashMap<>(response.getHeaders()),
          entity,
          entity == null ? void.class : ResponseTypes.entityType(response, entity),
          List.of(method.getAnnotations()),
          response.getMediaType());
    }
    Object entity = value instanceof GenericEntity<?> generic ? generic.getEntity() : value;
    return new Content(
        entity == null ? 204 : 200,
        new MultivaluedHashMap<>(),
        entity,
        value == null ? void.class : type(value, method),
        List.of(method.getAnnotations()),
        null);
  }

  private static List<Annotation> annotations(Annotation @Nullable [] given) {
    // RESTEasy has none for an answer that an exception mapper made.
    return given == null ? List.of() : List.of(given);
  }

  private static Type type(Object value, Method method) {
    if (value instanceof GenericEntity<?> generic) {
      return generic.getType();
    }
    Type declared = method.getGenericReturnType();
    return declared == Object.class || declared instanceof TypeVariable<?>
        ? value.getClass()
        : declared;
  }
}

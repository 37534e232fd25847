package dev.surety.idempotency.internal.http;

import dev.surety.core.http.Misuse;
import dev.surety.core.http.ResourceMethod;
import dev.surety.idempotency.BodyHash;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.Storing;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What must hold of {@code @Idempotent} on what is not a JAX-RS method. */
final class KeyedChecks {

  private static final List<Class<?>> NO_RESULTS =
      List.of(AutoCloseable.class, Iterator.class, Optional.class, Response.class);

  private final Class<?> type;
  private final List<Misuse> found = new ArrayList<>();

  private KeyedChecks(Class<?> type) {
    this.type = type;
  }

  static List<Misuse> of(Class<?> type) {
    KeyedChecks checks = new KeyedChecks(type);
    methods(type).forEach(checks::check);
    unread(type)
        .forEach(
            where ->
                checks.found(
                    where,
                    "has @Idempotent in "
                        + where.getDeclaringClass().getName()
                        + ", and CDI reads it on the class's own method only",
                    "repeat it on the method of the class"));
    if (type.isAnnotationPresent(Idempotent.class) && ResourceMethod.in(type).isEmpty()) {
      checks.found.add(
          new Misuse(
              type.getName(),
              "has @Idempotent on a class without JAX-RS methods",
              "put it on the methods, each with its key"));
    }
    return checks.found;
  }

  /** The annotated methods of a class that no request calls. */
  static List<Method> methods(Class<?> type) {
    return uncalled(type).filter(method -> method.isAnnotationPresent(Idempotent.class)).toList();
  }

  /** The annotations that the class's methods override or implement without one of their own. */
  private static List<Method> unread(Class<?> type) {
    if (type.isInterface()) {
      return List.of();
    }
    return Stream.concat(
            uncalled(type)
                .filter(method -> !method.isAnnotationPresent(Idempotent.class))
                .flatMap(method -> new ResourceMethod(type, method).definitions()),
            // Those of interfaces that no class implements.
            Arrays.stream(type.getMethods()).filter(Method::isDefault))
        .filter(method -> method.isAnnotationPresent(Idempotent.class))
        .filter(method -> !served(type).contains(method))
        .distinct()
        .toList();
  }

  /** The methods of a class and its superclasses that are not overridden and no request calls. */
  private static Stream<Method> uncalled(Class<?> type) {
    List<Method> served = served(type);
    Set<List<Object>> seen = new HashSet<>();
    return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
        .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
        .filter(method -> !method.isBridge() && !served.contains(method))
        .filter(
            method ->
                Modifier.isPrivate(method.getModifiers())
                    || seen.add(List.of(method.getName(), List.of(method.getParameterTypes()))));
  }

  private static List<Method> served(Class<?> type) {
    return ResourceMethod.in(type).stream().flatMap(ResourceMethod::definitions).toList();
  }

  private void check(Method method) {
    Idempotent idempotent = method.getAnnotation(Idempotent.class);
    int modifiers = method.getModifiers();
    if (Modifier.isFinal(modifiers)
        || Modifier.isStatic(modifiers)
        || Modifier.isPrivate(modifiers)) {
      found(
          method, "is final, static or private, so that CDI does not intercept it", "change that");
    }
    if (idempotent.key().isEmpty()) {
      found(method, "is no JAX-RS method and has no key", "add one: key = \"{parameter}\"");
    } else {
      checkKey(method, idempotent.key());
    }
    if (!isPlain(idempotent)) {
      found(
          method,
          "has attributes that hold for requests only",
          "leave operation and key, which is all that a method call knows");
    }
    if (NO_RESULTS.stream().anyMatch(no -> no.isAssignableFrom(method.getReturnType()))) {
      found(
          method,
          "returns " + method.getReturnType().getName() + ", which cannot be kept as JSON",
          "return a record, map, list, string, number or time");
    }
    Type result = method.getGenericReturnType();
    if (result == Object.class || result instanceof TypeVariable) {
      found(
          method,
          "returns " + result.getTypeName() + ", which does not say what a kept result is read as",
          "declare the class that it returns");
    }
    checkTransaction(method);
  }

  private void checkKey(Method method, String key) {
    try {
      KeyTemplate.compile(key, method);
    } catch (IllegalArgumentException e) {
      found(method, "has a key that does not fit it", String.valueOf(e.getMessage()));
    }
  }

  private void checkTransaction(Method method) {
    if (CompletionStage.class.isAssignableFrom(method.getReturnType())
        || Future.class.isAssignableFrom(method.getReturnType())
        || ContainerThread.runs(type, method)) {
      found(method, "returns before its work is done", "return the result itself");
    }
    DeclaredTransaction.of(type, method)
        .objection()
        .ifPresent(why -> found(method, "cannot be exactly once: " + why, "use REQUIRED"));
  }

  private static boolean isPlain(Idempotent idempotent) {
    return idempotent.required()
        && idempotent.transactional().length == 0
        && idempotent.recovery() == Recovery.RERUN
        && idempotent.store() == Storing.DETERMINISTIC
        && idempotent.ttl().isEmpty()
        && idempotent.body() == BodyHash.RAW
        && idempotent.exclude().length == 0;
  }

  private void found(Method method, String cause, String cure) {
    found.add(new Misuse(type.getName() + "#" + method.getName(), cause, cure));
  }
}

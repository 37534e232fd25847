package dev.surety.idempotency.internal.http;

import dev.surety.core.http.ResourceMethod;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the container calls a method on a thread of its own, where its interceptors meet another
 * request scope and the caller's transaction is not.
 */
final class ContainerThread {

  /** Read by name: not every server has them. */
  private static final Set<String> ASYNCHRONOUS =
      Set.of("jakarta.ejb.Asynchronous", "jakarta.enterprise.concurrent.Asynchronous");

  private ContainerThread() {}

  /** Whether the method, one that it overrides or implements, or a class of these asks for it. */
  static boolean runs(ResourceMethod resource) {
    return Stream.concat(
            Stream.of(resource.type()),
            resource.definitions().flatMap(m -> Stream.of(m, m.getDeclaringClass())))
        .anyMatch(ContainerThread::isAsynchronous);
  }

  static boolean runs(Class<?> type, Method method) {
    return runs(new ResourceMethod(type, method));
  }

  private static boolean isAsynchronous(AnnotatedElement element) {
    return Arrays.stream(element.getAnnotations())
        .anyMatch(annotation -> ASYNCHRONOUS.contains(annotation.annotationType().getName()));
  }
}

package dev.surety.idempotency.internal.http;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What EJB annotations say, read by name: a server without EJB has no such classes. */
final class Ejb {

  private static final String PACKAGE = "jakarta.ejb.";
  private static final Set<String> SESSION_BEANS = Set.of("Stateless", "Stateful", "Singleton");

  private Ejb() {}

  static boolean isSessionBean(Class<?> type) {
    return SESSION_BEANS.stream().anyMatch(name -> find(type, name).isPresent());
  }

  static boolean managesTransactionsItself(Class<?> type) {
    return find(type, "TransactionManagement").map(Ejb::value).filter("BEAN"::equals).isPresent();
  }

  /** The name of the attribute, REQUIRED where none is given. */
  static String transactionAttribute(Class<?> type, Method method) {
    return find(method, "TransactionAttribute")
        .or(() -> find(method.getDeclaringClass(), "TransactionAttribute"))
        .or(() -> find(type, "TransactionAttribute"))
        .map(Ejb::value)
        .orElse("REQUIRED");
  }

  private static Optional<Annotation> find(AnnotatedElement element, String name) {
    return Arrays.stream(element.getAnnotations())
        .filter(annotation -> annotation.annotationType().getName().equals(PACKAGE + name))
        .findFirst();
  }

  private static String value(Annotation annotation) {
    try {
      return String.valueOf(annotation.annotationType().getMethod("value").invoke(annotation));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not an EJB annotation: " + annotation, e);
    }
  }
}

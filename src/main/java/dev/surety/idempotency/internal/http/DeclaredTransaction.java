package dev.surety.idempotency.internal.http;

import jakarta.enterprise.inject.Stereotype;
import jakarta.interceptor.InterceptorBinding;
import jakarta.transaction.Transactional;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The transaction that a method asks the container for. */
sealed interface DeclaredTransaction {

  /** Why effect and answer cannot share this transaction; empty if they can. */
  Optional<String> objection();

  /** The container begins none. */
  record None() implements DeclaredTransaction {
    @Override
    public Optional<String> objection() {
      return Optional.empty();
    }
  }

  /** By {@code @Transactional}. */
  record ByInterceptor(Transactional declared) implements DeclaredTransaction {
    @Override
    public Optional<String> objection() {
      return switch (declared.value()) {
        case REQUIRES_NEW, NOT_SUPPORTED, NEVER ->
            Optional.of(
                "its @Transactional is "
                    + declared.value()
                    + ", so that it does not share the transaction of its answer");
        case REQUIRED, MANDATORY, SUPPORTS ->
            declared.dontRollbackOn().length == 0
                ? Optional.empty()
                : Optional.of(
                    "its @Transactional has dontRollbackOn, and an exception leaves no answer to"
                        + " commit with its effect");
      };
    }
  }

  /** By the EJB container; the name of a {@code TransactionAttributeType}. */
  record ByEjbContainer(String attribute) implements DeclaredTransaction {
    @Override
    public Optional<String> objection() {
      return attribute.equals("REQUIRED")
          ? Optional.empty()
          : Optional.of("its @TransactionAttribute is " + attribute + " and not REQUIRED");
    }
  }

  static DeclaredTransaction of(Class<?> type, Method method) {
    Optional<Transactional> declared = transactional(method).or(() -> transactional(type));
    if (declared.isPresent()) {
      return new ByInterceptor(declared.get());
    }
    if (Ejb.isSessionBean(type) && !Ejb.managesTransactionsItself(type)) {
      return new ByEjbContainer(Ejb.transactionAttribute(type, method));
    }
    return new None();
  }

  /** On the element itself, or by a stereotype or another binding that brings it along. */
  private static Optional<Transactional> transactional(AnnotatedElement element) {
    return Stream.concat(
            Stream.ofNullable(element.getAnnotation(Transactional.class)),
            Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .filter(DeclaredTransaction::bringsOthers)
                .flatMap(type -> transactional(type).stream()))
        .findFirst();
  }

  private static boolean bringsOthers(Class<? extends Annotation> type) {
    return type != Transactional.class
        && (type.isAnnotationPresent(Stereotype.class)
            || type.isAnnotationPresent(InterceptorBinding.class));
  }
}

package dev.surety.idempotency.internal.http;

import dev.surety.core.http.Misuse;
import dev.surety.core.http.ResourceMethod;
import dev.surety.idempotency.BodyHash;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.internal.IdempotencySettings.Guard;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.Suspended;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** What must hold of a guarded JAX-RS method, as far as its class tells. */
final class ResourceChecks {

  private static final String AT_LEAST_ONCE =
      "declare @Idempotent(transactional = false), which promises at least once";

  private final ResourceMethod resource;
  private final Idempotent idempotent;
  private final List<Misuse> found = new ArrayList<>();

  private ResourceChecks(ResourceMethod resource, Idempotent idempotent) {
    this.resource = resource;
    this.idempotent = idempotent;
  }

  /** Checks every guarded method of a class. */
  static List<Misuse> of(Class<?> type, Guard guard) {
    List<Misuse> found = new ArrayList<>();
    for (ResourceMethod resource : ResourceMethod.in(type)) {
      GuardedMethod.annotation(resource, guard)
          .ifPresent(idempotent -> found.addAll(of(resource, idempotent)));
      if (resource.isLocator() && resource.annotation(Idempotent.class).isPresent()) {
        found.add(subResource(resource.toString()));
      }
    }
    return found;
  }

  static List<Misuse> of(ResourceMethod resource, Idempotent idempotent) {
    ResourceChecks checks = new ResourceChecks(resource, idempotent);
    checks.checkAnnotation();
    checks.checkMethod();
    if (GuardedMethod.exactlyOnce(resource, idempotent)) {
      checks.checkExactlyOnce();
    }
    return checks.found;
  }

  private void checkAnnotation() {
    if (!idempotent.key().isEmpty()) {
      found("has a key", "remove it: a request brings its key in a header");
    }
    if (idempotent.transactional().length > 1) {
      found("has two values for transactional", "leave one, or none");
    }
    if (idempotent.exclude().length > 0 && idempotent.body() == BodyHash.RAW) {
      found("excludes parts of a body that is hashed raw", "declare body = CANONICAL_JSON");
    }
    try {
      GuardedMethod.timeToLive(idempotent);
      RequestDigest.checkPointers(List.of(idempotent.exclude()));
    } catch (IllegalArgumentException e) {
      found("has a value that is not allowed", String.valueOf(e.getMessage()));
    }
  }

  private void checkMethod() {
    if (resource.httpMethod().filter(GuardedMethod.READING::contains).isPresent()) {
      found("only reads", "remove @Idempotent: there is no effect to run once");
    }
    if (resource.ofClass(Path.class).isEmpty()) {
      found.add(subResource(resource.toString()));
    }
    if (Modifier.isFinal(resource.method().getModifiers())) {
      found("is final, so that CDI does not intercept it", "remove final");
    }
    if (Stream.of(resource.method().getParameterTypes())
        .anyMatch(HttpServletResponse.class::isAssignableFrom)) {
      found(
          "takes the servlet response, of which nothing is stored",
          "return a jakarta.ws.rs.core.Response");
    }
    if (ContainerThread.runs(resource)) {
      found(
          "is @Asynchronous, so that it runs without its request's key",
          "remove @Asynchronous; answer later by a CompletionStage or @Suspended from a"
              + " ManagedExecutorService, with @Idempotent(transactional = false)");
    }
  }

  private void checkExactlyOnce() {
    Method method = resource.method();
    if (isAsynchronous(method)) {
      found("answers asynchronously, outside its transaction", AT_LEAST_ONCE);
    }
    if (resource.sendsEvents()) {
      found("sends events, which are no answer to commit", AT_LEAST_ONCE);
    }
    DeclaredTransaction.of(resource.type(), method)
        .objection()
        .ifPresent(why -> found("cannot be exactly once: " + why, AT_LEAST_ONCE));
  }

  private boolean isAsynchronous(Method method) {
    return CompletionStage.class.isAssignableFrom(method.getReturnType())
        || resource
            .definitions()
            .flatMap(m -> Arrays.stream(m.getParameterAnnotations()))
            .flatMap(Arrays::<Annotation>stream)
            .anyMatch(Suspended.class::isInstance);
  }

  private void found(String cause, String cure) {
    found.add(new Misuse(resource.toString(), cause, cure));
  }

  private static Misuse subResource(String where) {
    return new Misuse(
        where,
        "is reached through a sub-resource locator, where CDI does not intercept it",
        "make it a method of a class with @Path");
  }
}

package dev.surety.signature.internal.http;

import dev.surety.core.http.Misuse;
import dev.surety.core.http.ResourceMethod;
import dev.surety.signature.SignatureRequired;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What must hold of a class with {@link SignatureRequired}: that the filter stands before
 * everything that the annotation promises to guard.
 *
 * <p>Asynchronous and event-sending methods may be guarded: all is decided before they are called.
 */
final class SignatureChecks {

  private final Class<?> type;
  private final List<Misuse> found = new ArrayList<>();

  private SignatureChecks(Class<?> type) {
    this.type = type;
  }

  /**
   * @param type a class that is no other resource's superclass only
   */
  static List<Misuse> of(Class<?> type) {
    SignatureChecks checks = new SignatureChecks(type);
    try {
      checks.checkClass();
      Arrays.stream(type.getMethods())
          .filter(method -> !method.isBridge() && !Modifier.isStatic(method.getModifiers()))
          .map(method -> new ResourceMethod(type, method))
          .forEach(checks::checkMethod);
      Arrays.stream(type.getDeclaredMethods()).forEach(checks::checkReachable);
    } catch (LinkageError e) {
      // A class whose optional dependencies are missing is no resource of this application.
      return List.of();
    }
    return checks.found;
  }

  /** The guarded methods of a class. */
  static List<SignedMethod> methods(Class<?> type) {
    try {
      return ResourceMethod.in(type).stream().flatMap(m -> SignedMethod.of(m).stream()).toList();
    } catch (LinkageError e) {
      return List.of();
    }
  }

  private void checkClass() {
    boolean annotated = type.isAnnotationPresent(SignatureRequired.class);
    if (annotated && ResourceMethod.in(type).isEmpty()) {
      found(type.getName(), "has no JAX-RS method", "annotate the JAX-RS class");
    }
  }

  private void checkMethod(ResourceMethod resource) {
    if (resource.isLocator() && SignedMethod.annotation(resource).isPresent()) {
      found(
          resource.toString(),
          "is a sub-resource locator, which runs before any signature is verified",
          "give the sub-resource a class with @Path, and annotate its methods");
    } else if (resource.httpMethod().isEmpty()
        && resource.annotation(SignatureRequired.class).isPresent()) {
      found(resource.toString(), "is no JAX-RS method", "annotate the one that requests reach");
    } else if (SignedMethod.of(resource).isPresent() && resource.ofClass(Path.class).isEmpty()) {
      found(
          resource.toString(),
          "is reached through a sub-resource locator, which runs before its signature is verified",
          "make it a method of a class with @Path");
    }
  }

  private void checkReachable(Method method) {
    boolean reachable =
        Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
    if (!reachable && method.isAnnotationPresent(SignatureRequired.class)) {
      found(
          type.getName() + "#" + method.getName(),
          "is static or not public, so that no request reaches it",
          "make it a public JAX-RS method");
    }
  }

  private void found(String where, String cause, String cure) {
    found.add(new Misuse(where, cause, cure));
  }
}

package dev.surety.signature.internal.http;

import dev.surety.core.http.ResourceMethod;
import dev.surety.signature.SignatureRequired;
import java.util.Optional;

/**
 * A JAX-RS method that only signed requests reach.
 *
 * @param resource the method
 * @param verifier the name of the verifier that decides
 * @param operation by which the verifier's modes are configured
 */
record SignedMethod(ResourceMethod resource, String verifier, String operation) {

  /** The method with the annotation that guards it, its own before its class's, if one does. */
  static Optional<SignedMethod> of(ResourceMethod resource) {
    return resource
        .httpMethod()
        .flatMap(any -> annotation(resource))
        .map(
            required ->
                new SignedMethod(resource, required.value(), operation(resource, required)));
  }

  /** The annotation that stands on the method or its class, whether a request reaches it or not. */
  static Optional<SignatureRequired> annotation(ResourceMethod resource) {
    return resource
        .annotation(SignatureRequired.class)
        .or(() -> resource.ofClass(SignatureRequired.class));
  }

  /**
   * The request property that tells what became of a request to it; with the class, because two
   * classes that inherit one method can ask for different verifiers.
   */
  String property() {
    return "dev.surety.signature:" + resource.type().getName() + ":" + resource.method();
  }

  private static String operation(ResourceMethod resource, SignatureRequired required) {
    return required.operation().isEmpty() ? resource.method().getName() : required.operation();
  }
}

package dev.surety.signature.internal.http;

import jakarta.enterprise.context.RequestScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which operations the current request was let in to, by which verifier.
 *
 * <p>In CDI's request scope, because on Payara the servlet's request cannot be injected after an
 * asynchronous dispatch.
 */
@RequestScoped
public class AdmittedOperations {

  private record Operation(String verifier, String name) {}

  private final Set<Operation> admitted = ConcurrentHashMap.newKeySet();

  void add(SignedMethod signed) {
    admitted.add(of(signed));
  }

  boolean contains(SignedMethod signed) {
    return admitted.contains(of(signed));
  }

  private static Operation of(SignedMethod signed) {
    return new Operation(signed.verifier(), signed.operation());
  }
}

package dev.surety.idempotency;

import java.util.Objects;

/**
 * Whose key it is: equal keys in different scopes never meet.
 *
 * <p>The application's name is added by Surety. Parts are hashed as a length-prefixed tuple, so no
 * character in one part can make two scopes equal.
 *
 * @param tenant the tenant, empty where there is none
 * @param issuer who vouches for the principal, empty where there is one issuer only; {@code
 *     "anonymous"} for anonymous callers over HTTP
 * @param principal the caller, empty for anonymous callers
 * @param operation what is done
 */
public record Scope(String tenant, String issuer, String principal, String operation) {

  public Scope {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(principal, "principal");
    Objects.requireNonNull(operation, "operation");
  }

  /**
   * The scope of an operation that has no tenant and no caller, such as a message handler. Its keys
   * are the application's own: no share limits them.
   */
  public static Scope ofOperation(String operation) {
    return new Scope("", "", "", operation);
  }
}

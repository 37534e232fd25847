package dev.surety.idempotency.internal.http;

import dev.surety.IssuedPrincipal;
import dev.surety.core.LimitedLog;
import dev.surety.core.http.Refusal;
import dev.surety.core.http.RefusedCall;
import dev.surety.idempotency.Scope;
import dev.surety.idempotency.ScopeResolver;
import dev.surety.idempotency.internal.IdempotencySettings.Anonymous;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says who calls, and whether they may. Thread-safe if the resolver is. */
final class Callers {

  /** Strangers share one principal, so that a short key would be guessed or met by chance. */
  static final int SHORTEST_ANONYMOUS_KEY = 16;

  private static final LimitedLog FAILED =
      new LimitedLog(
          System.getLogger(Callers.class.getName()),
          Level.WARNING,
          "the ScopeResolver failed, which refuses the request");

  private final Anonymous anonymous;
  private final ScopeResolver resolver;

  Callers(Anonymous anonymous, ScopeResolver resolver) {
    this.anonymous = anonymous;
    this.resolver = resolver;
  }

  /**
   * @throws RefusedCall if the rule does not admit the caller
   */
  void check(ContainerRequestContext request, AccessRule rule) {
    switch (rule.judge(request.getSecurityContext())) {
      case ADMITTED -> {}
      case UNKNOWN_CALLER -> throw unidentified();
      case DENIED ->
          throw Refusal.of(IdempotencyProblem.ACCESS_DENIED, "the caller lacks the role")
              .asException();
    }
  }

  /**
   * @throws RefusedCall if there is no scope for the request
   */
  Scope scope(ContainerRequestContext request, String operation) {
    Scope scope = resolve(request, operation);
    if (scope == null || (isAnonymous(scope) && anonymous == Anonymous.REFUSE)) {
      throw unidentified();
    }
    return isAnonymous(scope) ? stranger(scope) : scope;
  }

  /** Strangers share a share of their own: the application's own work must not be in it. */
  private static Scope stranger(Scope scope) {
    return scope.issuer().isEmpty()
        ? new Scope(scope.tenant(), "anonymous", "", scope.operation())
        : scope;
  }

  static boolean isAnonymous(Scope scope) {
    return scope.principal().isEmpty();
  }

  private @Nullable Scope resolve(ContainerRequestContext request, String operation) {
    try {
      return resolver.resolve(request, operation);
    } catch (RuntimeException e) {
      FAILED.log(e);
      return null;
    }
  }

  static Scope byPrincipal(ContainerRequestContext request, String operation) {
    SecurityContext security = request.getSecurityContext();
    Principal caller = security.getUserPrincipal();
    return caller == null
        ? Scope.ofOperation(operation)
        : new Scope(
            "",
            issuer(caller, Objects.requireNonNullElse(security.getAuthenticationScheme(), "")),
            Objects.requireNonNullElse(caller.getName(), ""),
            operation);
  }

  /** With the scheme before it: an issuer may be called as another scheme is. */
  private static String issuer(Principal caller, String scheme) {
    return caller instanceof IssuedPrincipal issued ? scheme + " " + issued.issuer() : scheme;
  }

  private static RefusedCall unidentified() {
    return Refusal.of(IdempotencyProblem.IDENTITY_REQUIRED, "send credentials with the request")
        .asException();
  }
}

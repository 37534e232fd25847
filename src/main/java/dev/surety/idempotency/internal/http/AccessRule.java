package dev.surety.idempotency.internal.http;

import dev.surety.core.http.ResourceMethod;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.annotation.Annotation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may call a method, by its {@code @DenyAll}, {@code @RolesAllowed} or {@code @PermitAll}.
 *
 * <p>Asked before any lookup, because a stored answer must not outlive the role it was given to.
 */
sealed interface AccessRule {

  /** What the rule says of a caller. */
  enum Verdict {
    ADMITTED,
    /** Somebody has to log in first. */
    UNKNOWN_CALLER,
    DENIED
  }

  Verdict judge(SecurityContext caller);

  /** Nothing is said, or everybody may call. */
  record Everybody() implements AccessRule {
    @Override
    public Verdict judge(SecurityContext caller) {
      return Verdict.ADMITTED;
    }
  }

  /** Nobody may call. */
  record Nobody() implements AccessRule {
    @Override
    public Verdict judge(SecurityContext caller) {
      return Verdict.DENIED;
    }
  }

  /** Callers with one of the roles may call. */
  record OneOf(List<String> roles) implements AccessRule {
    @Override
    public Verdict judge(SecurityContext caller) {
      if (roles.stream().anyMatch(caller::isUserInRole)) {
        return Verdict.ADMITTED;
      }
      return caller.getUserPrincipal() == null ? Verdict.UNKNOWN_CALLER : Verdict.DENIED;
    }
  }

  /** The rule of a method: its own annotations win over those of its class. */
  static AccessRule of(ResourceMethod method) {
    for (List<Annotation> annotations : method.securityElements()) {
      AccessRule rule = of(annotations);
      if (rule != null) {
        return rule;
      }
    }
    return new Everybody();
  }

  /** Several on one element: the strictest counts. */
  private static @Nullable AccessRule of(List<Annotation> annotations) {
    AccessRule rule = null;
    for (Annotation annotation : annotations) {
      if (annotation instanceof DenyAll) {
        return new Nobody();
      } else if (annotation instanceof RolesAllowed allowed) {
        rule = new OneOf(List.of(allowed.value()));
      } else if (annotation instanceof PermitAll && rule == null) {
        rule = new Everybody();
      }
    }
    return rule;
  }
}

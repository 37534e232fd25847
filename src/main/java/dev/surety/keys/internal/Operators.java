package dev.surety.keys.internal;

import dev.surety.core.LimitedLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says who calls, where the server knows. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class Operators {

  /** How servers call a caller that they do not know. */
  private static final Set<String> NOBODY = Set.of("", "anonymous", "unauthenticated");

  @Inject private Instance<Principal> principals;

  /** The name of the calling thread's principal. */
  Optional<String> current() {
    try {
      Principal principal = principals.isResolvable() ? principals.get() : null;
      return Optional.ofNullable(principal == null ? null : principal.getName())
          .map(LimitedLog::clean)
          .filter(name -> !NOBODY.contains(name.toLowerCase(Locale.ROOT)));
    } catch (RuntimeException e) {
      // Outside of a request a server may have none to offer; who it was is no reason to fail.
      return Optional.empty();
    }
  }
}

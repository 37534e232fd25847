package dev.surety;

import java.security.Principal;

/**
 * A principal that is only known together with who vouches for it: equal names of two issuers are
 * two callers.
 *
 * <p>An authentication of the application's own may set one too; the caller's idempotency keys then
 * belong to issuer and name.
 */
public interface IssuedPrincipal extends Principal {

  /** Who vouches for the name. */
  String issuer();
}

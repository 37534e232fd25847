package dev.surety.signature.shop;

import dev.surety.signature.NamedVerifier;
import dev.surety.signature.SignatureVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Has a verifier that is configured, but for any keys. */
@ApplicationScoped
public class KeylessVerifier {

  @Inject
  @NamedVerifier("side")
  Instance<SignatureVerifier> verifier;
}

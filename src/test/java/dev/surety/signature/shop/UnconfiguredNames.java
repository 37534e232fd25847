package dev.surety.signature.shop;

import dev.surety.signature.NamedSigner;
import dev.surety.signature.NamedVerifier;
import dev.surety.signature.SignatureSigner;
import dev.surety.signature.SignatureVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Wants a verifier and a signer that nobody configured. */
@ApplicationScoped
public class UnconfiguredNames {

  @Inject
  @NamedVerifier("nobody")
  SignatureVerifier verifier;

  @Inject
  @NamedSigner("no-one")
  SignatureSigner signer;
}

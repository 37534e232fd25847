package dev.surety.signature.shop;

import dev.surety.signature.NamedSigner;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SigningKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** A key for a signer that is not configured. */
@ApplicationScoped
public class KeyOfNobody {

  @Produces
  @NamedSigner("nobody")
  SigningKey key() {
    return SigningKey.of("key", SignatureAlgorithm.ED25519, PartnerKey.ed25519("key").key());
  }
}

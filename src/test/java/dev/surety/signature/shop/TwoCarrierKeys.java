package dev.surety.signature.shop;

import dev.surety.signature.NamedSigner;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SigningKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Two keys for one further signer. */
@ApplicationScoped
public class TwoCarrierKeys {

  @Produces
  @NamedSigner("carrier")
  SigningKey first() {
    return SigningKey.of("first", SignatureAlgorithm.ED25519, PartnerKey.ed25519("first").key());
  }

  @Produces
  @NamedSigner("carrier")
  SigningKey second() {
    return SigningKey.of("second", SignatureAlgorithm.ED25519, PartnerKey.ed25519("second").key());
  }
}

package dev.surety.signature.shop;

import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SigningKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Two keys for the default signer. */
@ApplicationScoped
public class TwoPlainKeys {

  @Produces
  SigningKey first() {
    return SigningKey.of("first", SignatureAlgorithm.ED25519, PartnerKey.ed25519("first").key());
  }

  @Produces
  SigningKey second() {
    return SigningKey.of("second", SignatureAlgorithm.ED25519, PartnerKey.ed25519("second").key());
  }
}

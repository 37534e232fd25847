package dev.surety.signature.shop;

import dev.surety.signature.NamedSigner;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SigningKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Keys of which nobody could say for whom they sign. */
public final class SeveralKeys {

  private SeveralKeys() {}

  /** Two for the default signer. */
  @ApplicationScoped
  public static class Plain {

    @Produces
    SigningKey first() {
      return Keys.key("first");
    }

    @Produces
    SigningKey second() {
      return Keys.key("second");
    }
  }

  /** Two for one named signer. */
  @ApplicationScoped
  public static class Named {

    @Produces
    @NamedSigner("carrier")
    SigningKey first() {
      return Keys.key("first");
    }

    @Produces
    @NamedSigner("carrier")
    SigningKey second() {
      return Keys.key("second");
    }
  }

  /** One for a signer that is not configured. */
  @ApplicationScoped
  public static class OfNobody {

    @Produces
    @NamedSigner("nobody")
    SigningKey key() {
      return Keys.key("key");
    }
  }

  /** Makes them. */
  public static final class Keys {

    private Keys() {}

    static SigningKey key(String kid) {
      return SigningKey.of(kid, SignatureAlgorithm.ED25519, PartnerKey.ed25519(kid).key());
    }
  }
}

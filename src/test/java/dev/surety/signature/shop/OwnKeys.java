package dev.surety.signature.shop;

import dev.surety.SuretyException;
import dev.surety.signature.FallbackAuthentication;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.NamedSigner;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SignatureSigner;
import dev.surety.signature.SigningFilter;
import dev.surety.signature.SigningKey;
import dev.surety.signature.VerificationKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** An application that keeps keys and callers in its own ways. */
public final class OwnKeys {

  private OwnKeys() {}

  /** Knows one key, under whatever id begins so; an id with {@code down} finds it out of order. */
  @ApplicationScoped
  public static class Resolver implements KeyResolver {

    @Inject
    @ConfigProperty(name = "tests.public-key")
    String publicKey;

    @Override
    public Resolution resolve(String keyId, HttpMessage message) {
      if (keyId.startsWith("down")) {
        throw new IllegalStateException("the directory is down");
      }
      return keyId.startsWith("ours-")
          ? new Found(
              VerificationKey.of(
                  "directory", "employee", keyId, key(), Set.of(SignatureAlgorithm.ED25519)))
          : new Unknown();
    }

    private PublicKey key() {
      try {
        return KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A key that only this bean can sign with. */
  @ApplicationScoped
  public static class Kms implements SigningKey {

    @Inject
    @ConfigProperty(name = "tests.private-key")
    String privateKey;

    @Override
    public String keyId() {
      return "ours-kms";
    }

    @Override
    public SignatureAlgorithm algorithm() {
      return SignatureAlgorithm.ED25519;
    }

    @Override
    public byte[] sign(byte[] signatureBase) {
      try {
        PrivateKey key =
            KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey)));
        return new PartnerKey(keyId(), "ed25519", key, "").sign(signatureBase);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A key for one further signer. */
  @ApplicationScoped
  public static class CarrierKey {

    @Inject Kms kms;

    @Produces
    @NamedSigner("carrier")
    SigningKey key() {
      return new SigningKey() {
        @Override
        public String keyId() {
          return "ours-carrier";
        }

        @Override
        public SignatureAlgorithm algorithm() {
          return kms.algorithm();
        }

        @Override
        public byte[] sign(byte[] signatureBase) {
          return kms.sign(signatureBase);
        }
      };
    }
  }

  /** Says of ids what they end with. */
  @ApplicationScoped
  public static class Revocations implements RevocationSource {
    @Override
    public Status statusOf(VerificationKey key) {
      if (key.keyId().endsWith("-broken")) {
        throw new IllegalStateException("the list is down");
      }
      if (key.keyId().endsWith("-revoked")) {
        return Status.REVOKED;
      }
      return key.keyId().endsWith("-stale") ? Status.STALE : Status.NOT_REVOKED;
    }
  }

  /** Knows one token. */
  @ApplicationScoped
  public static class Tokens implements FallbackAuthentication {
    @Override
    public boolean isAuthenticated(ContainerRequestContext request) {
      return "Bearer right".equals(request.getHeaderString("Authorization"));
    }
  }

  /** Calls another server with the bean's key. */
  @Path("calls")
  @RequestScoped
  public static class Calls {

    private static final byte[] NONE = {};

    @Inject SignatureSigner signer;

    @Inject
    @NamedSigner("carrier")
    SignatureSigner carrier;

    @Inject
    @NamedSigner("keyless")
    SignatureSigner keyless;

    /** With which keys the signers sign. */
    @GET
    @Path("keys")
    public String keys() {
      return keyOf(signer) + " " + keyOf(carrier) + " " + keyOf(keyless);
    }

    private static String keyOf(SignatureSigner signer) {
      try {
        return signer
            .sign(new HttpMessage.Request("GET", "https://a.example/", List.of(), NONE))
            .stream()
            .filter(field -> field.name().equals("Signature-Input"))
            .map(field -> field.value().replaceAll(".*keyid=\"([^\"]+)\".*", "$1"))
            .findFirst()
            .orElseThrow();
      } catch (SuretyException e) {
        return "none";
      }
    }

    @GET
    public String call(@QueryParam("url") String url) {
      Client client = ClientBuilder.newClient().register(new SigningFilter(signer));
      try {
        return client.target(url).request().post(Entity.text("x"), String.class);
      } finally {
        client.close();
      }
    }
  }
}

package dev.surety.signature.internal.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.StreamSupport;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The public test keys of the vectors. */
final class VectorKeys {

  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private VectorKeys() {}

  record Pair(Key verifying, @Nullable Key signing) {}

  /** A key of RFC 9421, Appendix B.1. */
  static Pair appendixB(JsonNode keys, String keyId) throws GeneralSecurityException {
    JsonNode key = find(keys, "keyid", keyId);
    return switch (keyId) {
      case "test-shared-secret" -> {
        byte[] secret = Base64.getDecoder().decode(key.get("secret_base64").asText());
        Key hmac = new SecretKeySpec(secret, "HmacSHA256");
        yield new Pair(hmac, hmac);
      }
      case "test-key-ed25519" ->
          new Pair(
              KeyFactory.getInstance("Ed25519").generatePublic(x509(key)),
              KeyFactory.getInstance("Ed25519").generatePrivate(pkcs8(key)));
      case "test-key-ecc-p256" ->
          new Pair(KeyFactory.getInstance("EC").generatePublic(x509(key)), null);
      case "test-key-rsa-pss" -> rsaPss(pkcs8(key));
      default -> throw new IllegalArgumentException(keyId);
    };
  }

  private static Pair rsaPss(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSASSA-PSS");
    PrivateKey signing = factory.generatePrivate(spec);
    RSAPrivateCrtKey crt = (RSAPrivateCrtKey) signing;
    Key verifying =
        factory.generatePublic(
            new RSAPublicKeySpec(crt.getModulus(), crt.getPublicExponent(), crt.getParams()));
    return new Pair(verifying, signing);
  }

  /** A key of a JWK set. */
  static Key named(JsonNode keys, String kid) throws GeneralSecurityException {
    return publicKey(find(keys, "kid", kid));
  }

  static Key publicKey(JsonNode jwk) throws GeneralSecurityException {
    return switch (jwk.get("kty").asText()) {
      case "OKP" -> ed25519(Base64.getUrlDecoder().decode(jwk.get("x").asText()));
      case "RSA" ->
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
      default ->
          KeyFactory.getInstance("EC")
              .generatePublic(
                  new ECPublicKeySpec(new ECPoint(number(jwk, "x"), number(jwk, "y")), p256()));
    };
  }

  private static Key ed25519(byte[] x) throws GeneralSecurityException {
    byte[] encoded = new byte[ED25519_PREFIX.length + x.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static ECParameterSpec p256() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  private static BigInteger number(JsonNode jwk, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.get(name).asText()));
  }

  private static JsonNode find(JsonNode keys, String name, String value) {
    return StreamSupport.stream(keys.spliterator(), false)
        .filter(key -> key.path(name).asText().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static X509EncodedKeySpec x509(JsonNode key) {
    return new X509EncodedKeySpec(pem(key.get("public_pem").asText()));
  }

  private static PKCS8EncodedKeySpec pkcs8(JsonNode key) {
    return new PKCS8EncodedKeySpec(pem(key.get("private_pem").asText()));
  }

  private static byte[] pem(String text) {
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[^-]+-----", ""));
  }
}

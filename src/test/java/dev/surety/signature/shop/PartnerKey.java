package dev.surety.signature.shop;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A partner's key, used with the JDK alone.
 *
 * @param algorithm {@code ed25519}, {@code ecdsa-p256-sha256} or {@code hmac-sha256}
 * @param jwk what the partner publishes
 */
public record PartnerKey(String kid, String algorithm, Key key, String jwk) {

  private static final String ED25519_PREFIX = "302e020100300506032b657004220420";

  public static PartnerKey ed25519(String kid) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] encoded = pair.getPublic().getEncoded();
      String x = url(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
      String jwk =
          "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"%s\",\"x\":\"%s\"}".formatted(kid, x);
      return new PartnerKey(kid, "ed25519", pair.getPrivate(), jwk);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A secret that both sides have. */
  public static PartnerKey hmac(String kid) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    String jwk = "{\"kty\":\"oct\",\"kid\":\"%s\",\"k\":\"%s\"}".formatted(kid, url(secret));
    return new PartnerKey(kid, "hmac-sha256", new SecretKeySpec(secret, "HmacSHA256"), jwk);
  }

  /** The Ed25519 key as AdCP wants those of webhooks published. */
  public String webhookJwk() {
    return jwk.replace(
        "\"kty\"",
        "\"alg\":\"EdDSA\",\"use\":\"sig\",\"key_ops\":[\"verify\"],"
            + "\"adcp_use\":\"webhook-signing\",\"kty\"");
  }

  /** The private key of a JWK, by its {@code d}. */
  public static PartnerKey of(String kid, String algorithm, byte[] d) {
    try {
      return new PartnerKey(kid, algorithm, privateKey(algorithm, d), "");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A JWK Set. */
  public static String set(PartnerKey... keys) {
    return Stream.of(keys)
        .map(PartnerKey::jwk)
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  /** The private key as PKCS#8, in base64. */
  public String pkcs8() {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /** The public key of an Ed25519 pair as X.509 has it, in base64. */
  public String spki() {
    byte[] x = Base64.getUrlDecoder().decode(jwk.replaceAll(".*\"x\":\"([^\"]+)\".*", "$1"));
    String prefix = "302a300506032b6570032100";
    byte[] encoded = HexFormat.of().parseHex(prefix + HexFormat.of().formatHex(x));
    return Base64.getEncoder().encodeToString(encoded);
  }

  /** The private key as a PEM file. */
  public String pem() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  public byte[] sign(byte[] base) {
    try {
      if (algorithm.equals("hmac-sha256")) {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac.doFinal(base);
      }
      Signature signature =
          Signature.getInstance(
              algorithm.equals("ed25519") ? "Ed25519" : "SHA256withECDSAinP1363Format");
      signature.initSign((PrivateKey) key);
      signature.update(base);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PrivateKey privateKey(String algorithm, byte[] d) throws GeneralSecurityException {
    if (algorithm.equals("ed25519")) {
      byte[] encoded = HexFormat.of().parseHex(ED25519_PREFIX + HexFormat.of().formatHex(d));
      return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePrivate(
            new ECPrivateKeySpec(
                new BigInteger(1, d), parameters.getParameterSpec(ECParameterSpec.class)));
  }

  private static String url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

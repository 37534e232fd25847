package dev.surety.signature.internal.key;

import dev.surety.SuretyException;
import dev.surety.signature.KeyLimits;
import dev.surety.signature.SignatureAlgorithm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A public key as JSON (RFC 7517), ready to publish.
 *
 * <p>Needs nothing but the JDK, so that {@link GenerateKey} runs from the jar alone. Immutable.
 */
public final class Jwk {

  /** What RFC 7638 §3.2 and RFC 8037 §2 require for the type, in the order of the thumbprint. */
  private final SortedMap<String, String> required;

  private Jwk(Map<String, String> required) {
    this.required = new TreeMap<>(required);
  }

  /** The key's JSON; empty if it is of a type, curve or size that Surety does not verify with. */
  public static Optional<Jwk> of(PublicKey key) {
    if (KeyAlgorithms.of(key).isEmpty()) {
      return Optional.empty();
    }
    if (key instanceof EdECPublicKey) {
      String x = Base64Url.encode(Ed25519Point.encode(key));
      return Optional.of(new Jwk(Map.of("kty", "OKP", "crv", "Ed25519", "x", x)));
    }
    if (key instanceof ECPublicKey ec) {
      return EcCurve.of(ec).map(curve -> ofEc(ec, curve));
    }
    return key instanceof RSAPublicKey rsa ? Optional.of(ofRsa(rsa)) : Optional.empty();
  }

  /** The key's SHA-256 thumbprint (RFC 7638 §3). */
  public String thumbprint() {
    try {
      byte[] members = ("{" + members(required) + "}").getBytes(StandardCharsets.UTF_8);
      return Base64Url.encode(MessageDigest.getInstance("SHA-256").digest(members));
    } catch (GeneralSecurityException e) {
      throw new SuretyException("this Java runtime does not have SHA-256", e);
    }
  }

  /**
   * The document to publish among a set's keys.
   *
   * @param purpose AdCP's {@code adcp_use}, which needs no escaping
   * @throws SuretyException if signatures could not name the id
   */
  public String json(String keyId, SignatureAlgorithm algorithm, Optional<String> purpose) {
    if (!KeyLimits.isSignableId(keyId)) {
      throw new SuretyException("a key id expects 1 to 256 printable ASCII characters");
    }
    String alg = KeyAlgorithms.joseName(algorithm);
    String use = purpose.map(name -> "\"adcp_use\":\"" + name + "\",").orElse("");
    return "{\"kid\":\"%s\",\"alg\":\"%s\",\"use\":\"sig\",\"key_ops\":[\"verify\"],%s%s}"
        .formatted(keyId.replaceAll("([\"\\\\])", "\\\\$1"), alg, use, members(required));
  }

  private static Jwk ofEc(ECPublicKey key, EcCurve curve) {
    return new Jwk(
        Map.of(
            "kty", "EC",
            "crv", curve.jwkName(),
            "x", fixed(key.getW().getAffineX(), curve.size()),
            "y", fixed(key.getW().getAffineY(), curve.size())));
  }

  private static Jwk ofRsa(RSAPublicKey key) {
    String n = fixed(key.getModulus(), (key.getModulus().bitLength() + 7) / 8);
    String e = fixed(key.getPublicExponent(), (key.getPublicExponent().bitLength() + 7) / 8);
    return new Jwk(Map.of("kty", "RSA", "n", n, "e", e));
  }

  private static String fixed(BigInteger number, int size) {
    byte[] signed = number.toByteArray();
    byte[] octets = new byte[size];
    int length = Math.min(signed.length, size);
    System.arraycopy(signed, signed.length - length, octets, size - length, length);
    return Base64Url.encode(octets);
  }

  private static String members(SortedMap<String, String> members) {
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
        .collect(Collectors.joining(","));
  }
}

package dev.surety.signature.internal.key;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key inside a JWK, by its type (RFC 7518 §6, RFC 8037 §2).
 *
 * <p>Only public members are read, {@code k} apart; {@code d} and its kin are never looked at.
 */
final class JwkMaterial {

  private JwkMaterial() {}

  /** The key, if the members for its type are there and hold together. */
  static Optional<Key> of(JsonNode jwk) {
    return switch (jwk.path("kty").asText()) {
      case "OKP" -> okp(jwk);
      case "EC" -> ec(jwk);
      case "RSA" -> rsa(jwk);
      case "oct" -> bytes(jwk, "k").filter(k -> k.length > 0).map(JwkMaterial::secret);
      default -> Optional.empty();
    };
  }

  private static Optional<Key> okp(JsonNode jwk) {
    return jwk.path("crv").asText().equals("Ed25519")
        ? bytes(jwk, "x").flatMap(Ed25519Point::decode)
        : Optional.empty();
  }

  private static Optional<Key> ec(JsonNode jwk) {
    EcCurve curve = EcCurve.named(jwk.path("crv").asText()).orElse(null);
    if (curve == null) {
      return Optional.empty();
    }
    BigInteger x = coordinate(jwk, "x", curve);
    BigInteger y = coordinate(jwk, "y", curve);
    // whether it is a point of the curve is the algorithm's to say
    return x.signum() >= 0 && y.signum() >= 0
        ? generate("EC", new ECPublicKeySpec(new ECPoint(x, y), curve.parameters()))
        : Optional.empty();
  }

  /** RFC 7518 §6.2.1.2: exactly as long as the field; -1 for anything else. */
  private static BigInteger coordinate(JsonNode jwk, String member, EcCurve curve) {
    return bytes(jwk, member)
        .filter(octets -> octets.length == curve.size())
        .map(octets -> new BigInteger(1, octets))
        .orElse(BigInteger.ONE.negate());
  }

  private static Optional<Key> rsa(JsonNode jwk) {
    BigInteger modulus = bytes(jwk, "n").map(n -> new BigInteger(1, n)).orElse(BigInteger.ZERO);
    BigInteger exponent = bytes(jwk, "e").map(e -> new BigInteger(1, e)).orElse(BigInteger.ZERO);
    return modulus.signum() > 0 && exponent.signum() > 0
        ? generate("RSA", new RSAPublicKeySpec(modulus, exponent))
        : Optional.empty();
  }

  private static Key secret(byte[] octets) {
    return new SecretKeySpec(octets, "HmacSHA256");
  }

  private static Optional<Key> generate(String type, KeySpec spec) {
    try {
      return Optional.of(KeyFactory.getInstance(type).generatePublic(spec));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> bytes(JsonNode jwk, String member) {
    JsonNode value = jwk.path(member);
    return value.isTextual() ? Base64Url.decode(value.textValue()) : Optional.empty();
  }
}

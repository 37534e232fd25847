package dev.surety.signature.internal.key;

import dev.surety.signature.SignatureAlgorithm;
import java.math.BigInteger;
import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;

/** What keys can do, by their type, curve and size. */
public final class KeyAlgorithms {

  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;

  /** RFC 7518 §3.2: as long as the hash. */
  private static final int LEAST_SECRET_BYTES = 32;

  private static final int MOST_SECRET_BYTES = 512;

  /** 2^16 as FIPS 186-5 has it; more than 64 bits make each verification a burden. */
  private static final int LEAST_EXPONENT_BITS = 17;

  private static final int MOST_EXPONENT_BITS = 64;

  /** The {@code alg} names of JWKs (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2). */
  private static final Map<String, SignatureAlgorithm> JOSE =
      Map.of(
          "EdDSA", SignatureAlgorithm.ED25519,
          "Ed25519", SignatureAlgorithm.ED25519,
          "ES256", SignatureAlgorithm.ECDSA_P256_SHA256,
          "ES384", SignatureAlgorithm.ECDSA_P384_SHA384,
          "PS512", SignatureAlgorithm.RSA_PSS_SHA512,
          "RS256", SignatureAlgorithm.RSA_V1_5_SHA256,
          "HS256", SignatureAlgorithm.HMAC_SHA256);

  private KeyAlgorithms() {}

  /** Every algorithm of the key's type; empty if its type, curve or size is not allowed. */
  public static Set<SignatureAlgorithm> of(Key key) {
    if (key instanceof EdECKey ed) {
      boolean is25519 = ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
      return is25519 ? Set.of(SignatureAlgorithm.ED25519) : Set.of();
    }
    if (key instanceof ECKey ec) {
      return EcCurve.of(ec).map(curve -> Set.of(curve.algorithm())).orElse(Set.of());
    }
    if (key instanceof RSAKey rsa) {
      return ofRsa(key, rsa);
    }
    return key instanceof SecretKey && isLongEnough(key)
        ? Set.of(SignatureAlgorithm.HMAC_SHA256)
        : Set.of();
  }

  static Optional<SignatureAlgorithm> named(String alg) {
    return Optional.ofNullable(JOSE.get(alg));
  }

  /** The {@code alg} by which most verifiers know the algorithm. */
  static String joseName(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> "EdDSA";
      case ECDSA_P256_SHA256 -> "ES256";
      case ECDSA_P384_SHA384 -> "ES384";
      case RSA_PSS_SHA512 -> "PS512";
      case RSA_V1_5_SHA256 -> "RS256";
      case HMAC_SHA256 -> "HS256";
    };
  }

  private static Set<SignatureAlgorithm> ofRsa(Key key, RSAKey rsa) {
    int bits = rsa.getModulus().bitLength();
    if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS || !rsa.getModulus().testBit(0)) {
      return Set.of();
    }
    if (key instanceof RSAPublicKey open && !isSane(open.getPublicExponent())) {
      return Set.of();
    }
    // a key made for PSS alone says so by its object identifier (RFC 4055 §1.2)
    return key.getAlgorithm().equals("RSASSA-PSS")
        ? Set.of(SignatureAlgorithm.RSA_PSS_SHA512)
        : Set.of(SignatureAlgorithm.RSA_PSS_SHA512, SignatureAlgorithm.RSA_V1_5_SHA256);
  }

  private static boolean isSane(BigInteger exponent) {
    int bits = exponent.bitLength();
    return exponent.testBit(0) && bits >= LEAST_EXPONENT_BITS && bits <= MOST_EXPONENT_BITS;
  }

  private static boolean isLongEnough(Key secret) {
    byte[] bytes = secret.getEncoded();
    return bytes != null && bytes.length >= LEAST_SECRET_BYTES && bytes.length <= MOST_SECRET_BYTES;
  }
}

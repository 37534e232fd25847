package dev.surety.signature.internal.key;

import dev.surety.signature.SignatureAlgorithm;
import java.security.Key;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What keys can do, and how JWKs name it. */
public final class KeyAlgorithms {

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

  /** Every algorithm that the key can be used with; empty for one that is not allowed. */
  public static Set<SignatureAlgorithm> of(Key key) {
    Set<SignatureAlgorithm> able = EnumSet.noneOf(SignatureAlgorithm.class);
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      if (algorithm.canVerify(key) || algorithm.canSign(key)) {
        able.add(algorithm);
      }
    }
    return able;
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
}

package dev.surety.signature;

import java.util.Arrays;
import java.util.Optional;

/** The signature algorithms of RFC 9421 §3.3. */
public enum SignatureAlgorithm {
  ED25519("ed25519"),
  /** P-256 with SHA-256; the signature is r‖s, 64 bytes. */
  ECDSA_P256_SHA256("ecdsa-p256-sha256"),
  /** P-384 with SHA-384; the signature is r‖s, 96 bytes. */
  ECDSA_P384_SHA384("ecdsa-p384-sha384"),
  RSA_PSS_SHA512("rsa-pss-sha512"),
  RSA_V1_5_SHA256("rsa-v1_5-sha256"),
  HMAC_SHA256("hmac-sha256");

  private final String label;

  SignatureAlgorithm(String label) {
    this.label = label;
  }

  /** The name in the HTTP Signature Algorithms registry, as the {@code alg} parameter spells it. */
  public String label() {
    return label;
  }

  /** The algorithm of that name; case matters. */
  public static Optional<SignatureAlgorithm> of(String label) {
    return Arrays.stream(values()).filter(a -> a.label.equals(label)).findFirst();
  }
}

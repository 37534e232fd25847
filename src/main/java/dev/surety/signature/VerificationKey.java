package dev.surety.signature;

import java.security.Key;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that a {@link KeyResolver} found, with what its publisher says of it.
 *
 * <p>Immutable. {@code toString} shows no key material.
 *
 * @param issuer who vouches for the key; with the id it names the key
 * @param owner the party whose key it is; stays the same when keys rotate
 * @param keyId the key's id, as signatures name it
 * @param key a public key, or a secret key for HMAC, which may be an {@link OpaqueSecret}; {@code
 *     null} if what was published is no key
 * @param algorithms what the key may verify; empty if type, curve and algorithm contradict each
 *     other
 * @param use the JWK's {@code use}; {@code null} where it says nothing
 * @param operations the JWK's {@code key_ops}; {@code null} where it says nothing
 * @param purpose what a profile names a purpose, such as {@code adcp_use}; {@code null} where it
 *     says nothing
 */
public record VerificationKey(
    String issuer,
    String owner,
    String keyId,
    @Nullable Key key,
    Set<SignatureAlgorithm> algorithms,
    @Nullable String use,
    @Nullable Set<String> operations,
    @Nullable String purpose) {

  /**
   * @throws IllegalArgumentException if issuer or id cannot name a key
   */
  public VerificationKey {
    if (!KeyLimits.isId(keyId) || !(issuer.isEmpty() || KeyLimits.isId(issuer))) {
      throw new IllegalArgumentException(
          "the id and the issuer of a key have up to 256 bytes of UTF-8 without NUL, the id at"
              + " least one");
    }
    algorithms = Set.copyOf(algorithms);
    operations = operations == null ? null : Set.copyOf(operations);
  }

  /** A key without restrictions. */
  public static VerificationKey of(
      String issuer, String owner, String keyId, Key key, Set<SignatureAlgorithm> algorithms) {
    return new VerificationKey(issuer, owner, keyId, key, algorithms, null, null, null);
  }

  @Override
  public String toString() {
    return "VerificationKey[" + algorithms + ", use=" + use + ", purpose=" + purpose + "]";
  }
}

package dev.surety.signature.internal;

import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.VerificationKey;
import java.util.Optional;

/** Whether a key may verify what it is asked to: use, operations, purpose, type and algorithm. */
final class KeyRules {

  private KeyRules() {}

  /**
   * The algorithm to verify with.
   *
   * @param named what the signature names; empty leaves it to the key, if that has one only
   * @return empty if the key may not verify this signature
   */
  static Optional<SignatureAlgorithm> algorithm(
      Profile profile, Optional<SignatureAlgorithm> named, VerificationKey key) {
    if (key.key() == null || !mayVerify(profile, key)) {
      return Optional.empty();
    }
    Optional<SignatureAlgorithm> chosen =
        named.isEmpty() && key.algorithms().size() == 1
            ? key.algorithms().stream().findFirst()
            : named;
    return chosen.filter(key.algorithms()::contains).filter(profile.algorithms()::contains);
  }

  /** A profile that asks for a purpose asks for every declaration; others believe what is there. */
  private static boolean mayVerify(Profile profile, VerificationKey key) {
    boolean declared = !profile.purposes().isEmpty();
    boolean use = key.use() == null ? !declared : key.use().equals("sig");
    boolean operations = key.operations() == null ? !declared : key.operations().contains("verify");
    boolean purpose =
        !declared || (key.purpose() != null && profile.purposes().contains(key.purpose()));
    return use && operations && purpose;
  }
}

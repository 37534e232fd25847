package dev.surety.signature.internal.key;

import dev.surety.signature.KeyResolver;
import dev.surety.signature.VerificationKey;
import java.util.Optional;

/** Keys of one publisher. */
public interface HeldKeys extends KeyResolver {

  /** The key, if it can be told at once, without fetching anything. */
  Optional<VerificationKey> held(String keyId);

  /** Whether it had the key when last heard of, though that may be too long ago to use it. */
  boolean knew(String keyId);
}

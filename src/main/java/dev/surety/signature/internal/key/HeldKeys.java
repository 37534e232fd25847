package dev.surety.signature.internal.key;

import dev.surety.signature.KeyResolver.Resolution;
import dev.surety.signature.VerificationKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Keys of one publisher; nothing here waits, but for a ring of HMAC keys that must be read. */
public interface HeldKeys {

  /** The key, if it can be told at once, without fetching or reading anything. */
  Optional<VerificationKey> held(String keyId);

  /** Whether it had the key when last heard of, though that may be too long ago to use it. */
  boolean knew(String keyId);

  /** Looks for a key that is not held, where that could help; done once it has looked. */
  CompletableFuture<Void> seek(String keyId);

  /** Whether {@link #answer} may have to read the database. */
  default boolean reads() {
    return false;
  }

  /** Whether {@link #seek} may bring what {@link #answer} does not have. */
  boolean canSeek();

  /** What is known of the key now. */
  Resolution answer(String keyId);
}

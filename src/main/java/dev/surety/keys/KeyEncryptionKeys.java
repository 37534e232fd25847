package dev.surety.keys;

import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Where the keys come from under which secrets are encrypted in the database.
 *
 * <p>A CDI bean of the application with this type replaces the configured ones. What was found
 * under an id is kept in memory, so an id must mean one key for ever. What throws fails the
 * deployment where it concerns the current key, else only the keys which that id protects.
 */
public interface KeyEncryptionKeys {

  /**
   * The id of the key under which new secrets are encrypted, 1 to 64 of {@code A-Za-z0-9_.-}.
   *
   * <p>Asked at start, for each secret that is stored, and when keys are described or encrypted
   * anew; for the last within a transaction of Surety's, so that it must not take long.
   */
  String currentId();

  /**
   * An AES key of 32 bytes; empty if there is none of that id.
   *
   * <p>Asked when an id is met for the first time, which may be within a transaction of Surety's.
   */
  Optional<SecretKey> find(String id);
}

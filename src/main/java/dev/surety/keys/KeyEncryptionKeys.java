package dev.surety.keys;

import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Where the keys come from under which secrets are encrypted in the database.
 *
 * <p>A CDI bean of the application with this type replaces the configured ones. What was found
 * under an id is kept in memory, so an id must mean one key for ever. Called at start, and when an
 * id is met for the first time; should not take long.
 */
public interface KeyEncryptionKeys {

  /** The id of the key under which new secrets are encrypted, 1 to 64 of {@code A-Za-z0-9_.-}. */
  String currentId();

  /** An AES key of 32 bytes; empty if there is none of that id. */
  Optional<SecretKey> find(String id);
}

package dev.surety.keys;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The application's rings of HMAC keys, the same on all its instances.
 *
 * <p>A ring has at most one active key, held by a unique index of the database; once seeded it
 * always has one. Every method works in transactions of its own on Surety's threads, and neither
 * joins nor ends the caller's. A change that loses against another one is tried three times in all,
 * each time in a new transaction; then it throws {@link ContentionException} and nothing was
 * changed. Where the outcome of a change is unknown ({@link dev.surety.UnavailableException}), make
 * it again with the same arguments: a change that was made is recognised, and one that brings a
 * secret only by the same bytes, so keep the {@link Secret} until the answer is there. Other
 * instances know of a change within {@code surety.keys.cache}. Thread-safe. Time is the database's.
 *
 * <p>A ring of another use than it was made with, a key id that does not match {@code
 * [A-Za-z0-9_-]{1,64}} and a secret of a length that the ring does not take are refused with {@link
 * IllegalArgumentException}: 32 to 64 bytes, for webhooks 24 to 64.
 */
public interface KeyRings {

  /** Makes the ring's first key active, and the ring where it is missing; safe at every start. */
  Seeding seed(Ring ring, String kid, Secret secret);

  /**
   * Makes a new key active; the previous one verifies until its grace is over.
   *
   * <p>A prepared key of that id with the same bytes is activated. A forced rotation leaves running
   * graces as they are.
   *
   * @param grace zero, or from twice {@code surety.keys.cache} to 3,650 days; where it is forced
   *     also shorter, never longer. Other instances sign with the previous key for the cache time
   * @param force whether to rotate although the previous rotation's grace still runs
   * @throws IllegalStateException if the ring has no active key yet: seed it
   */
  Rotation rotate(Ring ring, String newKid, Secret secret, Duration grace, boolean force);

  /** Rotates with the grace of {@code surety.keys.grace}, not forced. */
  Rotation rotate(Ring ring, String newKid, Secret secret);

  /** A new random secret of 32 bytes. It is not stored: this is where it can be read. */
  Secret generate(Ring ring);

  /**
   * Publishes a key, so that every instance accepts it before the first one signs with it; makes
   * the ring where it is missing.
   */
  Preparation prepare(Ring ring, String kid, Secret secret);

  /** Rotates to a prepared key; as {@link #rotate}, and in a ring that was not seeded as well. */
  Rotation activate(Ring ring, String kid, Duration grace, boolean force);

  /** Activates with the grace of {@code surety.keys.grace}, not forced. */
  Rotation activate(Ring ring, String kid);

  /** Ends the use of a key now, whatever is left of its grace. */
  Retirement retire(Ring ring, String kid);

  /** Erases the secret of a key that is out of use; its id and its audit stay. */
  Destruction destroy(Ring ring, String kid);

  /** The active key; reads the database each time. */
  Optional<KeyInfo> active(Ring ring);

  /** The key of that id; reads the database each time. */
  Optional<KeyInfo> find(Ring ring, String kid);

  /**
   * The ring's keys, the active one first, then those in grace, prepared and out of use, each the
   * newest first; at most 1,000. Reads the database.
   */
  List<KeyInfo> list(Ring ring);

  /** The ring's changes, the newest first; at most 1,000. */
  List<KeyChange> audit(Ring ring);

  /**
   * Encrypts every secret of the application that is not under the current key-encryption key anew
   * under that one, 200 in a transaction.
   *
   * @return how many were
   */
  long rewrap();

  /**
   * Records graces that are over and drops audit entries older than {@code
   * surety.keys.audit-memory}; runs by itself as well.
   *
   * @return how many of both
   */
  long sweep();

  /**
   * The same rings, for which the audit names this operator.
   *
   * @param who 1 to 128 bytes of visible text
   */
  KeyRings as(String who);
}

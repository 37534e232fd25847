package dev.surety.keys;

/** What {@link KeyRings#seed} decided; exactly one of the records below. */
public sealed interface Seeding {

  /** The ring had no active key, and has this one now. */
  record Seeded(String kid) implements Seeding {}

  /**
   * The key was active before; nothing was written.
   *
   * @param sameSecret {@code false} means that this caller's configuration has another secret than
   *     the ring
   */
  record AlreadySeeded(boolean sameSecret) implements Seeding {}

  /** Another key is active, as after a rotation; nothing was written. */
  record OtherKidActive(String kid) implements Seeding {}

  /** The id was used before, for a key that was destroyed or has another secret. */
  record SeedConflict(String kid) implements Seeding {}
}

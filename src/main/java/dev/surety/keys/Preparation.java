package dev.surety.keys;

/** What {@link KeyRings#prepare} decided; exactly one of the records below. */
public sealed interface Preparation {

  /** Every instance accepts the key within the cache time; none signs with it yet. */
  record Prepared(String kid) implements Preparation {}

  /** It was prepared before; nothing was written. */
  record AlreadyPrepared(boolean sameSecret) implements Preparation {}

  /** The id is or was in use; nothing was written. */
  record PreparationConflict(KeyState state) implements Preparation {}
}

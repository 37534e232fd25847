package dev.surety.keys;

/** How far a key has come; {@code docs/keys.md} has the state machine. */
public enum KeyState {
  /** Every instance accepts it already, none signs with it. */
  PREPARED,
  /** Signs and verifies; at most one key of a ring. */
  ACTIVE,
  /** Was replaced and verifies for a while. */
  GRACE,
  /** Verifies nothing any more; its secret is still stored. */
  RETIRED,
  /** Its secret is erased; its id is never used again. */
  DESTROYED
}

package dev.surety.keys;

import java.time.Instant;

/**
 * What {@link KeyRings#rotate} or {@link KeyRings#activate} decided; exactly one of the records
 * below.
 */
public sealed interface Rotation {

  /**
   * The new key is active.
   *
   * @param previousKid the key that was active before; empty if none was
   * @param retiredCount how many keys were recorded as retired with it: those whose grace had
   *     ended, and the previous one where its grace is zero
   */
  record Rotated(String previousKid, String newKid, int retiredCount) implements Rotation {}

  /** The key is active already, with these bytes; nothing was written. Makes a retry safe. */
  record Noop(String kid) implements Rotation {}

  /** The id cannot become active; nothing was written. */
  record RotationConflict(Reason reason) implements Rotation {}

  /** The previous rotation's grace still runs and nothing was forced; nothing was written. */
  record InGrace(Instant until) implements Rotation {}

  /** Why an id cannot become active. */
  enum Reason {
    /** It has another secret. */
    OTHER_SECRET,
    /** It was active before; ids do not come back. */
    NO_LONGER_ACTIVE,
    /** It was destroyed. */
    DESTROYED,
    /** {@link KeyRings#activate} found no such key. */
    UNKNOWN_KID
  }
}

package dev.surety.keys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit: one key's step from one state to the next.
 *
 * @param at the database's time
 * @param who the name that {@link KeyRings#as} was given, else the caller's principal, else the
 *     application
 * @param from {@code null} where the key was not there before
 */
public record KeyChange(
    Instant at, String who, Operation what, String kid, @Nullable KeyState from, KeyState to) {

  /** What was asked for. */
  public enum Operation {
    SEED,
    PREPARE,
    ROTATE,
    ACTIVATE,
    RETIRE,
    DESTROY,
    /** Encrypted under another key-encryption key; the state stays. */
    REWRAP,
    /** Nobody asked: its grace was over. */
    GRACE_ENDED
  }
}

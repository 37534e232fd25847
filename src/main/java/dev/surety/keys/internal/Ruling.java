package dev.surety.keys.internal;

import dev.surety.keys.KeyState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change comes to: the caller's answer, and the steps that make it true.
 *
 * @param steps in the order in which they are written; empty where nothing changes
 */
record Ruling(Object answer, List<Step> steps) {

  /**
   * One key's step.
   *
   * @param from {@code null} where the key is new
   * @param graceUntil where {@code to} is GRACE, microseconds since 1970
   */
  record Step(String kid, @Nullable KeyState from, KeyState to, long graceUntil) {

    static Step of(StoredKey key, KeyState to) {
      return new Step(key.kid(), key.state(), to, 0);
    }

    static Step first(String kid, KeyState to) {
      return new Step(kid, null, to, 0);
    }
  }

  /** The answer to a caller who should have seeded the ring first. */
  enum Unseeded {
    RING
  }

  static Ruling unchanged(Object answer) {
    return new Ruling(answer, List.of());
  }

  static Ruling of(Object answer, Step step) {
    return new Ruling(answer, List.of(step));
  }
}

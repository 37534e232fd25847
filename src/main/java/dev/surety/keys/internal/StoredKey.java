package dev.surety.keys.internal;

import dev.surety.keys.KeyState;
import org.jspecify.annotations.Nullable;

/**
 * A key's row; times are microseconds since 1970.
 *
 * @param state as stored; a grace that is over may not be recorded yet
 * @param sealed {@code null} once it is destroyed
 * @param activatedAt {@code null} if it never was active
 * @param graceUntil {@code null} where nothing ends it
 * @param lastVerifiedAt {@code null} if never
 */
record StoredKey(
    String kid,
    KeyState state,
    @Nullable Sealed sealed,
    long createdAt,
    @Nullable Long activatedAt,
    @Nullable Long graceUntil,
    @Nullable Long lastVerifiedAt) {

  /** The state at that time of the database. */
  KeyState stateAt(long now) {
    return isGraceOver(now) ? KeyState.RETIRED : state;
  }

  /** Whether it was in a grace that has ended, and that nobody has recorded. */
  boolean isGraceOver(long now) {
    return state == KeyState.GRACE && graceUntil != null && graceUntil <= now;
  }
}

package dev.surety.keys.internal;

import dev.surety.SuretyException;
import dev.surety.keys.KeyState;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A key in memory, ready to compute; whether it was used since that was noted, too. */
final class CachedKey {

  private final String kid;
  private final KeyState state;
  private final @Nullable Instant graceUntil;
  private final @Nullable HmacKey plain;
  private final @Nullable HmacKey token;
  private final @Nullable String problem;
  private volatile boolean verified;

  private CachedKey(
      String kid,
      KeyState state,
      @Nullable Instant graceUntil,
      byte @Nullable [] secret,
      @Nullable String problem) {
    this.kid = kid;
    this.state = state;
    this.graceUntil = graceUntil;
    this.plain = secret == null ? null : new HmacKey(secret, new byte[0]);
    this.token = secret == null ? null : new HmacKey(secret, MacInput.prefix(kid));
    this.problem = problem;
  }

  static CachedKey usable(String kid, KeyState state, @Nullable Instant graceUntil, byte[] secret) {
    return new CachedKey(kid, state, graceUntil, secret, null);
  }

  /** A key that verifies nothing any more. */
  static CachedKey ended(String kid, KeyState state) {
    return new CachedKey(kid, state, null, null, null);
  }

  /** A key whose secret cannot be decrypted here. */
  static CachedKey unreadable(
      String kid, KeyState state, @Nullable Instant graceUntil, String problem) {
    return new CachedKey(kid, state, graceUntil, null, problem);
  }

  String kid() {
    return kid;
  }

  KeyState state() {
    return state;
  }

  boolean isReplaced() {
    return state == KeyState.GRACE;
  }

  /**
   * Whether the key verifies nothing any more; its deadline may have come since it was read.
   *
   * @param clock the database's; asked only where the key has a deadline
   */
  boolean isOver(InstantSource clock) {
    return state == KeyState.RETIRED
        || state == KeyState.DESTROYED
        || (graceUntil != null && !clock.instant().isBefore(graceUntil));
  }

  /** For every MAC but that of a token's first form. */
  HmacKey plain() {
    return usable(plain);
  }

  /** For tokens of the first form: it has taken what comes before the message. */
  HmacKey token() {
    return usable(token);
  }

  /** Written once a minute at most: all threads read it. */
  void markVerified() {
    if (!verified) {
      verified = true;
    }
  }

  boolean takeVerified() {
    boolean was = verified;
    if (was) {
      verified = false;
    }
    return was;
  }

  /** A view that replaces another one keeps what that one knows. */
  void adopt(CachedKey earlier) {
    if (earlier.takeVerified()) {
      verified = true;
    }
  }

  private HmacKey usable(@Nullable HmacKey key) {
    if (key == null) {
      throw problem == null
          ? new IllegalStateException("key " + kid + " has ended")
          : new SuretyException(problem);
    }
    return key;
  }

  @Override
  public String toString() {
    return "CachedKey " + kid;
  }
}

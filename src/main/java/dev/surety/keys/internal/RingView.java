package dev.surety.keys.internal;

import dev.surety.SuretyException;
import dev.surety.core.Micros;
import dev.surety.keys.KeyState;
import dev.surety.keys.KeyUse;
import dev.surety.keys.Ring;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ring as it is kept in memory, in the order of {@link RingState}; immutable but for what was
 * verified.
 */
final class RingView {

  private final @Nullable KeyUse use;
  private final Map<String, CachedKey> keys;
  private final @Nullable CachedKey active;
  private final long readAt;
  private final boolean outdated;

  private RingView(
      @Nullable KeyUse use, Map<String, CachedKey> keys, long readAt, boolean outdated) {
    this.use = use;
    this.keys = keys;
    this.active =
        keys.values().stream()
            .filter(key -> key.state() == KeyState.ACTIVE)
            .findFirst()
            .orElse(null);
    this.readAt = readAt;
    this.outdated = outdated;
  }

  /**
   * @param readAt the JVM's nanoTime before the statement
   */
  static RingView of(Ring ring, RingState state, long readAt, Vault vault) {
    Map<String, CachedKey> keys = new LinkedHashMap<>();
    for (StoredKey key : state.keys()) {
      keys.put(key.kid(), cached(ring, key, state.now(), vault));
    }
    return new RingView(state.use(), keys, readAt, false);
  }

  /** Stands in the place of a view that there is none of yet. */
  static RingView outdated(long now) {
    return new RingView(null, Map.of(), now, true);
  }

  /** The same, no longer true. */
  RingView outdatedAt(long now) {
    return new RingView(use, keys, now, true);
  }

  private static CachedKey cached(Ring ring, StoredKey key, long now, Vault vault) {
    KeyState state = key.stateAt(now);
    Sealed sealed = key.sealed();
    if (state == KeyState.RETIRED || sealed == null) {
      return CachedKey.ended(key.kid(), state == KeyState.RETIRED ? state : KeyState.DESTROYED);
    }
    Long until = key.graceUntil();
    Instant deadline = until == null ? null : Micros.instant(until);
    try {
      byte[] secret = vault.open(ring, key.kid(), sealed);
      CachedKey usable = CachedKey.usable(key.kid(), state, deadline, secret);
      Arrays.fill(secret, (byte) 0);
      return usable;
    } catch (SuretyException e) {
      return CachedKey.unreadable(key.kid(), state, deadline, String.valueOf(e.getMessage()));
    }
  }

  /** {@code null} where there was no such ring. */
  @Nullable KeyUse use() {
    return use;
  }

  @Nullable CachedKey active() {
    return active;
  }

  @Nullable CachedKey key(String kid) {
    return keys.get(kid);
  }

  Collection<CachedKey> keys() {
    return keys.values();
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  boolean isOutdated() {
    return outdated;
  }

  long readAt() {
    return readAt;
  }

  boolean isNewerThan(RingView other) {
    return readAt - other.readAt > 0;
  }

  /** This view, its key marked as one that verified. */
  RingView marked(String kid) {
    CachedKey key = keys.get(kid);
    if (key != null) {
      key.markVerified();
    }
    return this;
  }

  /** Takes over what an earlier view knows of its keys' use. */
  void adopt(RingView earlier) {
    for (CachedKey before : earlier.keys.values()) {
      CachedKey key = keys.get(before.kid());
      if (key != null) {
        key.adopt(before);
      }
    }
  }
}

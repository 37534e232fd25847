package dev.surety.signature.internal.key;

import dev.surety.signature.KeyResolver.Resolution;
import dev.surety.signature.KeyResolver.Unavailable;
import dev.surety.signature.KeyResolver.Untrusted;
import dev.surety.signature.VerificationKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is held of a remote set, at points of a steady clock; immutable.
 *
 * @param keys the set's keys by id; {@code null} before the first success
 * @param fetchedAt when their fetch began
 * @param lifetime how long they may be used, from then on
 * @param attemptedAt when the last fetch began; {@code null} before the first
 * @param problem what to answer where no keys may be used
 */
record FetchedKeys(
    @Nullable Map<String, VerificationKey> keys,
    long fetchedAt,
    Duration lifetime,
    @Nullable Long attemptedAt,
    Resolution problem) {

  static final FetchedKeys NONE = new FetchedKeys(null, 0, Duration.ZERO, null, new Unavailable());

  /** A fetch begins. */
  FetchedKeys attempted(long now) {
    return new FetchedKeys(keys, fetchedAt, lifetime, now, problem);
  }

  /** The fetch that began at {@code attemptedAt} has brought these keys. */
  FetchedKeys replaced(Map<String, VerificationKey> fetched, Duration newLifetime) {
    long start = attemptedAt == null ? 0 : attemptedAt;
    return new FetchedKeys(fetched, start, newLifetime, attemptedAt, new Unavailable());
  }

  /** The fetch has brought no keys; those held are used as long as they may be. */
  FetchedKeys failed(boolean trusted) {
    Resolution why = trusted ? new Unavailable() : new Untrusted();
    return new FetchedKeys(keys, fetchedAt, lifetime, attemptedAt, why);
  }

  boolean isUsable(long now) {
    return keys != null && now - fetchedAt < lifetime.toNanos();
  }

  Optional<VerificationKey> find(String keyId, long now) {
    return keys != null && isUsable(now) ? Optional.ofNullable(keys.get(keyId)) : Optional.empty();
  }

  /** Whether the last fetch is long enough ago for another one. */
  boolean isCool(long now) {
    return attemptedAt == null || now - attemptedAt >= CacheLifetime.COOLDOWN.toNanos();
  }
}

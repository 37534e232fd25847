package dev.surety.keys.internal;

import dev.surety.SuretyException;
import dev.surety.core.Fingerprint;
import dev.surety.keys.KeyInfo;
import dev.surety.keys.Ring;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of rows what may be known of keys. */
final class KeyDescriptions {

  private final Vault vault;
  private final Fingerprint fingerprints;

  KeyDescriptions(Vault vault, Fingerprint fingerprints) {
    this.vault = vault;
    this.fingerprints = fingerprints;
  }

  List<KeyInfo> of(Ring ring, RingState state) {
    return state.keys().stream().map(key -> of(ring, key, state.now())).toList();
  }

  private KeyInfo of(Ring ring, StoredKey key, long now) {
    Sealed sealed = key.sealed();
    return new KeyInfo(
        ring,
        key.kid(),
        key.stateAt(now),
        KeyStatements.instant(key.createdAt()),
        Duration.ofNanos(Math.max(0, now - key.createdAt()) * 1_000),
        instant(key.activatedAt()),
        instant(key.graceUntil()),
        sealed == null ? "" : fingerprint(ring, key.kid(), sealed),
        sealed == null ? "" : sealed.encryptionKey(),
        instant(key.lastVerifiedAt()));
  }

  private String fingerprint(Ring ring, String kid, Sealed sealed) {
    try {
      byte[] secret = vault.open(ring, kid, sealed);
      String fingerprint = fingerprints.of(secret);
      Arrays.fill(secret, (byte) 0);
      return fingerprint;
    } catch (SuretyException e) {
      return "";
    }
  }

  private static @Nullable Instant instant(@Nullable Long micros) {
    return micros == null ? null : KeyStatements.instant(micros);
  }
}

package dev.surety.keys.internal;

import dev.surety.SuretyException;
import dev.surety.core.CoreSettings;
import dev.surety.core.Fingerprint;
import dev.surety.core.Micros;
import dev.surety.keys.KeyInfo;
import dev.surety.keys.Ring;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of rows what may be known of keys. */
final class KeyDescriptions {

  private final Vault vault;
  private final @Nullable Fingerprint peppered;

  KeyDescriptions(Vault vault, CoreSettings settings) {
    this.vault = vault;
    // Without a pepper anybody could try secrets on it, so that another secret takes its place.
    this.peppered = settings.logPepper().isEmpty() ? null : new Fingerprint(settings);
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
        Micros.instant(key.createdAt()),
        Micros.duration(Math.max(0, now - key.createdAt())),
        instant(key.activatedAt()),
        instant(key.graceUntil()),
        sealed == null ? "" : fingerprint(ring, key.kid(), sealed),
        sealed == null ? "" : sealed.encryptionKey(),
        instant(key.lastVerifiedAt()));
  }

  private String fingerprint(Ring ring, String kid, Sealed sealed) {
    try {
      byte[] secret = vault.open(ring, kid, sealed);
      try {
        return peppered == null ? vault.fingerprint(secret) : peppered.of(secret);
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
    } catch (SuretyException e) {
      return "";
    }
  }

  private static @Nullable Instant instant(@Nullable Long micros) {
    return micros == null ? null : Micros.instant(micros);
  }
}

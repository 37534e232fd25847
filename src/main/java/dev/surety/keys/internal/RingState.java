package dev.surety.keys.internal;

import dev.surety.keys.KeyState;
import dev.surety.keys.KeyUse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ring as one statement saw it.
 *
 * @param use {@code null} if there is no such ring
 * @param now the database's time then, microseconds since 1970
 */
record RingState(@Nullable KeyUse use, long now, List<StoredKey> keys) {

  Optional<StoredKey> find(String kid) {
    return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
  }

  Optional<StoredKey> active() {
    return keys.stream().filter(key -> key.state() == KeyState.ACTIVE).findFirst();
  }

  /** When the last running grace ends; empty where none runs. */
  Optional<Long> graceUntil() {
    return keys.stream()
        .filter(key -> key.stateAt(now) == KeyState.GRACE)
        .flatMap(key -> Optional.ofNullable(key.graceUntil()).stream())
        .max(Long::compare);
  }

  /** Keys whose grace is over, which is not recorded yet. */
  List<StoredKey> ended() {
    return keys.stream().filter(key -> key.isGraceOver(now)).toList();
  }
}

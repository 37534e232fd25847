package dev.surety.webhook.internal.endpoint;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt tells of its circuit.
 *
 * @param key what operators call the circuit
 * @param success whether the receiver showed that it works
 * @param counts whether it tells anything; a probe that does not is no probe, and the next may
 *     start
 * @param probe the lease under which it was sent
 * @param reason why it failed, in a word
 */
public record CircuitResult(
    UUID circuit,
    String tenant,
    String key,
    boolean success,
    boolean counts,
    @Nullable UUID probe,
    String reason) {

  boolean isFailure() {
    return counts && !success;
  }
}

package dev.surety.idempotency;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a key, for operators and tests.
 *
 * @param state where the key stands
 * @param attempt how often it was run
 * @param leaseUntil until when its owner may stay silent, database time
 * @param createdAt when it was first reserved, database time
 * @param expiresAt until when its answer is replayed, database time
 * @param held whether its owner fell silent and {@link Idempotency#resolve} has to decide
 * @param resolvedBy who decided it the last time it was held
 */
public record KeySnapshot(
    State state,
    int attempt,
    Instant leaseUntil,
    Instant createdAt,
    Instant expiresAt,
    boolean held,
    Optional<String> resolvedBy) {

  /** The states of a key; {@code docs/idempotency.md} draws them. */
  public enum State {
    /** An owner runs it, or ran it and fell silent. */
    RUNNING,
    /** Free to run again with the same request. */
    RELEASED,
    /** Answered; replayed until its time to live ends. */
    COMPLETED,
    /** Answered, and the answer could not be kept. */
    UNSTORED,
    /** Answered, and the answer's time is over. */
    EXPIRED
  }
}

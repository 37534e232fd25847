package dev.surety.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One attempt, as the log has it.
 *
 * @param outcome how it ended, such as {@code timeout}; see docs/webhooks.md
 * @param status the answer's, 0 where there was none
 * @param error up to 200 characters, empty where there was none
 * @param excerpt the start of the answer's body, where that is switched on
 */
public record Attempt(
    UUID delivery,
    String url,
    Optional<String> taskId,
    Optional<String> taskType,
    Optional<String> notificationType,
    Optional<String> sequenceKey,
    Optional<Long> sequenceNumber,
    int attempt,
    int maxAttempts,
    String outcome,
    int status,
    Duration duration,
    int payloadSize,
    String error,
    boolean willRetry,
    Optional<Instant> nextRetry,
    Instant occurredAt,
    Optional<String> excerpt) {}

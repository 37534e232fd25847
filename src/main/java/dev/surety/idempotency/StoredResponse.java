package dev.surety.idempotency;

import java.time.Instant;

/**
 * An answer as it was stored.
 *
 * @param answer status, headers and body bytes, unchanged
 * @param createdAt when the key was first reserved, database time
 * @param expiresAt until when it is replayed, database time
 */
public record StoredResponse(Answer answer, Instant createdAt, Instant expiresAt) {}

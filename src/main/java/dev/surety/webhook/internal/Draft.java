package dev.surety.webhook.internal;

import dev.surety.core.ShortHash;
import dev.surety.webhook.internal.send.Job.Task;
import dev.surety.webhook.internal.send.Lane;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message whose every value was checked, on its way into the queue.
 *
 * @param url null where it goes to an endpoint
 * @param webhookId given by the caller, or the delivery's id
 * @param key hashes tenant, destination with its query and idempotency key; null for a generated
 *     one
 * @param headers a JSON object, or null
 * @param sequence hashes tenant, destination and sequence key
 * @param expiresAt microseconds since 1970
 * @param notBefore microseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Draft(
    UUID id,
    Lane lane,
    String tenant,
    @Nullable String url,
    String circuitKey,
    String type,
    String webhookId,
    @Nullable UUID key,
    String contentType,
    byte[] body,
    @Nullable String headers,
    @Nullable UUID sequence,
    @Nullable String sequenceKey,
    int maxAttempts,
    @Nullable Long expiresAt,
    @Nullable Long notBefore,
    @Nullable Task task,
    @Nullable String traceparent) {

  /** The start of the body's SHA-256, by which bodies under one key are compared. */
  UUID bodyHash() {
    return ShortHash.of(body);
  }
}

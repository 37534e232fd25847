package dev.surety.webhook;

import java.time.Duration;
import java.util.UUID;

/**
 * What happened to a delivery, a circuit or an endpoint; observe one of the records.
 *
 * <p>Fired after it was committed, by the instance that did it, on a thread of Surety's without a
 * transaction. An observer has 5 s and is interrupted then; that it fails changes nothing. An
 * instance that dies may not have told.
 */
public sealed interface WebhookEvent {

  record Delivered(UUID delivery, String webhookId, String type, int attempt, int status)
      implements WebhookEvent {}

  /** An attempt failed and there will be another. */
  record WillRetry(
      UUID delivery, String webhookId, String type, int attempt, String outcome, Duration after)
      implements WebhookEvent {}

  /** It is a dead letter now. */
  record Dead(UUID delivery, String webhookId, String type, int attempts, String reason)
      implements WebhookEvent {}

  record CircuitOpened(String tenant, String key, String reason) implements WebhookEvent {}

  /** Fired once, by the instance whose success closed it, or where it was reset. */
  record CircuitClosed(String tenant, String key) implements WebhookEvent {}

  record EndpointDisabled(String tenant, String endpoint, String reason) implements WebhookEvent {}

  /**
   * Nothing can be signed, so deliveries wait; told again each time one is put off.
   *
   * @param ring what has no usable key: a ring, the signer of {@code surety.webhook.signer}, or the
   *     setting {@code surety.webhook.ed25519-keys}
   */
  record KeyMissing(UUID delivery, String ring) implements WebhookEvent {}
}

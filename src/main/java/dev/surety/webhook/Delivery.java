package dev.surety.webhook;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of a delivery.
 *
 * @param id names it
 * @param webhookId the idempotency key
 * @param tenant empty where there is none
 * @param endpoint the registered endpoint's name, unless it goes to a url
 * @param url where it goes, without the query
 * @param type the event type
 * @param attempts how many attempts were made and counted; of one that was delivered, as its log
 *     has it
 * @param sequenceNumber its place among those of its sequence key
 * @param due when it is sent next; once it is dead or canceled, when that was
 * @param reason why it is dead
 */
public record Delivery(
    UUID id,
    String webhookId,
    String tenant,
    Optional<String> endpoint,
    String url,
    String type,
    DeliveryState state,
    int attempts,
    int maxAttempts,
    Optional<String> sequenceKey,
    Optional<Long> sequenceNumber,
    Instant createdAt,
    Optional<Instant> due,
    Optional<String> reason) {}

package dev.surety.webhook;

import java.util.UUID;

/**
 * What became of a message that was sent.
 *
 * @param delivery names the delivery
 * @param webhookId the {@code webhook-id} of every attempt, which is the idempotency key
 * @param duplicate whether an earlier message with this key and body stands for it
 */
public record Receipt(UUID delivery, String webhookId, boolean duplicate) {}

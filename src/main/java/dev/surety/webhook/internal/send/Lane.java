package dev.surety.webhook.internal.send;

import java.util.UUID;

/**
 * Messages that share a fate: one destination behind one circuit breaker.
 *
 * @param endpoint all zeros for messages to a url
 */
public record Lane(UUID circuit, UUID endpoint) {

  public static final UUID NO_ENDPOINT = new UUID(0, 0);
}

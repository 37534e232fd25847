package dev.surety.webhook.internal.endpoint;

import java.util.UUID;

/**
 * An endpoint that results have disabled.
 *
 * @param reason {@code gone} or {@code failing}
 */
public record DisabledEndpoint(UUID endpoint, String tenant, String name, String reason) {}

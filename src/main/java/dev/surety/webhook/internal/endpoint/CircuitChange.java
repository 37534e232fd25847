package dev.surety.webhook.internal.endpoint;

import java.util.UUID;

/**
 * A circuit that has opened or closed; a probe that fails opens nothing that was not open.
 *
 * @param opened or else closed
 * @param reason of opening
 */
public record CircuitChange(
    UUID circuit, String tenant, String key, boolean opened, String reason) {}

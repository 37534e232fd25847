package dev.surety.webhook.internal.endpoint;

import java.util.UUID;

/**
 * What an attempt tells of its registered endpoint.
 *
 * @param delivered whether the receiver has confirmed it; else it has failed
 * @param gone whether the receiver says that it never will again (410)
 */
public record EndpointResult(UUID endpoint, boolean delivered, boolean gone) {}

package dev.surety.webhook.internal.endpoint;

import java.util.UUID;

/**
 * What an attempt tells of its registered endpoint.
 *
 * @param url where the attempt went; of an earlier url of the endpoint's it tells nothing
 * @param delivered whether the receiver has confirmed it; else it has failed
 * @param gone whether the receiver says that it never will again (410)
 */
public record EndpointResult(UUID endpoint, String url, boolean delivered, boolean gone) {}

/** The machinery of webhooks: store, worker, wire, endpoints, receiving. */
@NullMarked
package dev.surety.webhook.internal;

import org.jspecify.annotations.NullMarked;

/**
 * Delivers what a transaction announces to other systems' URLs, at least once, from every instance.
 *
 * <p>Inject {@link dev.surety.webhook.Webhooks} and send within the transaction that has the
 * effect: both hold or neither. {@link dev.surety.webhook.Endpoints} registers receivers, {@link
 * dev.surety.webhook.Circuits} shows which of them are left alone for a while, and {@link
 * dev.surety.webhook.WebhookVerifier} is the other side: it takes webhooks in, once.
 */
@NullMarked
package dev.surety.webhook;

import org.jspecify.annotations.NullMarked;

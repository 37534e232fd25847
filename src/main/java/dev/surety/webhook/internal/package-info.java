/**
 * The machinery of webhooks: store, worker, wire, endpoints, receiving.
 *
 * <p>The way of a message, class by class:
 *
 * <ol>
 *   <li>{@code StoredWebhooks.send}: {@code Drafting} checks it and makes a {@code Draft}. Within
 *       the caller's transaction {@code Queueing} and {@code Enqueuing} insert it; without one, a
 *       group commit runs them for many callers, as {@code CommandFlush}.
 *   <li>{@code Awakening}: after the commit it rings the {@code Bell} of the {@code Worker}, whose
 *       one thread takes turns of all that follows but sending.
 *   <li>{@code Claiming}: where {@code LaneBook} and {@code RateLimits} see room, claims a batch by
 *       {@code QueueStatements}; each {@code Claim} is {@code Held} as long as its lease is kept.
 *   <li>{@code Dispatch}: lanes take turns in the {@code Outbox}; no transaction is open while
 *       {@code send.HttpSender} has it signed by {@code send.SignedRequests} and posts it.
 *   <li>{@code Settler}: gathers results, has {@code Judgement} make {@code Verdict}s of them, and
 *       hands batches of {@code Outcome}s on.
 *   <li>{@code Settlement}: in one transaction {@code QueueStatements} end claims, {@code
 *       DeliveryChanges} tell circuits and endpoints, and {@code LogStatements} write attempts
 *       down.
 *   <li>{@code SettledEvents} says what has happened; {@code Events} tells observers.
 * </ol>
 *
 * {@code Assembly} puts all this together; {@code Sweep} drops what has outlived its horizon.
 */
@NullMarked
package dev.surety.webhook.internal;

import org.jspecify.annotations.NullMarked;

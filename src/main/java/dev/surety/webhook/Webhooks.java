package dev.surety.webhook;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Announces what a transaction did, and says what became of it; inject it.
 *
 * <p>{@link #send}, {@link #cancel}, {@link #skip} and {@link #redeliver} join the caller's
 * transaction: if it rolls back nothing has happened, and once it has committed the message is
 * delivered whatever dies afterwards. Without a transaction each has its own, not on this thread;
 * in one that can only roll back they throw {@link IllegalStateException}. What reads sees what the
 * caller's transaction has written; {@link #sweep} has its own.
 *
 * <p>Nothing is ever dropped: an open circuit or a paused endpoint defers. Delivery is at least
 * once, so receivers must bear repeats: every attempt carries the same bytes and the same {@code
 * webhook-id}. Thread-safe; time is the database's. Every method may throw {@link
 * dev.surety.UnavailableException}.
 */
public interface Webhooks {

  /**
   * Queues a message.
   *
   * <p>With an idempotency key of the caller's, a message of the same tenant, destination and key
   * is one delivery for {@code surety.webhook.dedup-horizon}, or as long as its attempts may take,
   * also once it was delivered.
   *
   * @throws IllegalArgumentException naming what of the message is not allowed
   * @throws WebhookConflictException if the key has another body
   * @throws dev.surety.SuretyException if there is no such endpoint, or it is disabled
   */
  Receipt send(WebhookMessage message);

  /** Queues messages, all or none, in one statement; receipts come in the same order. */
  List<Receipt> sendAll(List<WebhookMessage> messages);

  /**
   * Ends a delivery that is not yet made. An attempt that is under way may still arrive; one of a
   * sequence is not canceled meanwhile, because the next one would overtake it.
   *
   * @return {@code false} if there is nothing left to cancel, or it is being sent just now
   */
  boolean cancel(UUID delivery);

  /**
   * Lets the messages behind a dead one go on, where {@code surety.webhook.on-dead = block} holds
   * them.
   *
   * @return {@code false} if it holds nothing
   */
  boolean skip(UUID delivery);

  /**
   * Queues a dead letter again, with all its attempts, the same bytes and the same {@code
   * webhook-id}; where later ones of its sequence have gone, it goes out of order and says so.
   *
   * @return {@code false} if it is no dead letter
   * @throws dev.surety.SuretyException if its body was pruned
   */
  boolean redeliver(UUID delivery);

  /**
   * Queues dead letters again, the oldest first.
   *
   * @param most 1 to 1,000
   * @return how many; see {@link #list} for which these would be
   */
  int redeliver(DeliveryFilter filter, int most);

  Optional<Delivery> find(UUID delivery);

  /**
   * Lists deliveries, the oldest first; dead and canceled ones by when they ended.
   *
   * @param most 1 to 1,000
   */
  List<Delivery> list(DeliveryFilter filter, int most);

  /** What was tried, the oldest first; kept for {@code surety.webhook.log-horizon}. */
  List<Attempt> attempts(UUID delivery);

  /**
   * Drops what is past its horizon. Runs by itself as well. Ends after 50 seconds even if there is
   * more: call it until it returns 0.
   *
   * @return how many rows it dropped
   */
  long sweep();
}

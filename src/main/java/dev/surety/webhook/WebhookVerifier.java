package dev.surety.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Takes webhooks in: verifies who sent them, and lets each be handled once; inject it with {@link
 * NamedReceiver}.
 *
 * <p>Answer the sender by {@link Inbound#status}, and {@link Inbound.Running} with {@code
 * Retry-After}: it repeats what was not answered 2xx. What {@link #receive} gave out stays with its
 * handler until {@link #handled} or {@link #failed}, without them for {@code
 * surety.idempotency.max-work} and its lease, so catch what the handler throws. A webhook is
 * handled once as {@link dev.surety.idempotency.Idempotency} promises it, by the sender's {@code
 * webhook-id}. Own transactions, not on this thread. Thread-safe; time is the database's.
 */
public interface WebhookVerifier {

  /**
   * @param method the request's
   * @param target the absolute target URI as the sender sees it; only RFC 9421 looks at it
   * @param headers by name; case does not matter
   * @param body the content's raw bytes
   * @throws dev.surety.UnavailableException if the database cannot answer in time; answer 503
   */
  Inbound receive(String method, String target, Map<String, List<String>> headers, byte[] body);

  /**
   * Says that it was handled; repeats are answered 200 from now on.
   *
   * <p>Joins the caller's transaction, so that effect and confirmation commit together; without one
   * it has its own. If that transaction then rolls back, call {@link #failed} once it has ended;
   * else the message may come again when its lease is over.
   *
   * @return {@code false} if it took so long that it was given to another: roll back
   */
  boolean handled(Inbound.First first);

  /**
   * Says that it was not handled and may come again at once. Own transaction, so not before one has
   * ended in which {@link #handled} answered {@code true}.
   */
  void failed(Inbound.First first);

  /** What a request is. */
  sealed interface Inbound {

    /** The HTTP status to answer with; for {@link First} once it is handled. */
    int status();

    /**
     * It is genuine, and nobody has handled it: do so, then call {@link WebhookVerifier#handled}.
     *
     * @param ticket opaque
     * @param takeover whether an earlier handler fell silent, so that its effect may exist
     */
    record First(String webhookId, Object ticket, boolean takeover) implements Inbound {
      @Override
      public int status() {
        return 200;
      }
    }

    /** It was handled before. */
    record Handled(String webhookId) implements Inbound {
      @Override
      public int status() {
        return 200;
      }
    }

    /**
     * It is being handled.
     *
     * @param retryAfter for the answer's {@code Retry-After}, in whole seconds, at least one
     */
    record Running(String webhookId, Duration retryAfter) implements Inbound {
      @Override
      public int status() {
        return 503;
      }
    }

    /** Its id came with another body. */
    record Conflict(String webhookId) implements Inbound {
      @Override
      public int status() {
        return 409;
      }
    }

    /**
     * It is not genuine, too old, or malformed.
     *
     * @param reason why, in fixed words for operators
     */
    record Refused(int status, String reason) implements Inbound {}
  }
}

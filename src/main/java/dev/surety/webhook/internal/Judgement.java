package dev.surety.webhook.internal;

import dev.surety.webhook.internal.Verdict.Dead;
import dev.surety.webhook.internal.Verdict.Deferred;
import dev.surety.webhook.internal.Verdict.Delivered;
import dev.surety.webhook.internal.Verdict.Retry;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Outcomes;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.SendResult.Answered;
import dev.surety.webhook.internal.send.SendResult.Trouble;
import dev.surety.webhook.internal.send.SendResult.Unanswered;
import dev.surety.webhook.internal.send.SendResult.Unsent;
import dev.surety.webhook.internal.send.SendResult.Unsigned;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * Decides what becomes of a delivery after an attempt, and what the attempt tells of its receiver;
 * pure.
 *
 * <p>The rules are those of docs/webhooks.md, sections "Retry" and "Dead letters". {@code
 * Retry-After} makes a pause longer, never shorter: RFC 9110 means it as the least time to wait. A
 * pause that ends when the message has expired is not begun.
 */
final class Judgement {

  /** A connection that was closed for having been idle says nothing of the receiver. */
  private static final Duration SOON = Duration.ofMillis(50);

  private final RetrySettings settings;
  private final DoubleSupplier random;

  /**
   * @param random gives numbers from 0 to 1
   */
  Judgement(RetrySettings settings, DoubleSupplier random) {
    this.settings = settings;
    this.random = random;
  }

  /**
   * @param now the database's time
   */
  Verdict of(SendResult result, Job job, Instant now) {
    if (result instanceof Unsigned) {
      return unlessExpired(new Deferred(settings.keyPause()), job, now);
    }
    if (result instanceof Unsent || isCutByUs(result)) {
      return unlessExpired(new Deferred(Duration.ZERO), job, now);
    }
    if (result instanceof Answered answered) {
      if (isDelivered(answered)) {
        return new Delivered();
      }
      if (answered.status() == 401 && WebhookChallenge.isIn(answered.challenge())) {
        return new Dead(DeadReasons.SIGNATURE_REFUSED);
      }
      if (settings.finalStatuses().test(answered.status())) {
        return new Dead(isGone(result) ? DeadReasons.GONE : DeadReasons.FINAL_STATUS);
      }
    }
    return job.isLastAttempt()
        ? new Dead(DeadReasons.ATTEMPTS)
        : unlessExpired(new Retry(pause(result, job, now), Outcomes.of(result)), job, now);
  }

  /**
   * Whether the receiver's circuit counts a failure: no answer for reasons that are the receiver's
   * or the network's, 408, 429 or 5xx.
   */
  static boolean isCircuitFailure(SendResult result) {
    if (result instanceof Answered answered) {
      int status = answered.status();
      return status == 408 || status == 429 || status / 100 == 5;
    }
    return result instanceof Unanswered unanswered && unanswered.trouble().isFault();
  }

  /** Whether the circuit counts a success: any other answer shows that the receiver lives. */
  static boolean isCircuitSuccess(SendResult result) {
    return result instanceof Answered && !isCircuitFailure(result);
  }

  /** Whether a registered receiver is to be disabled at once. */
  static boolean isGone(SendResult result) {
    return result instanceof Answered answered && answered.status() == 410;
  }

  /** Its receiver may have read it, but did nothing wrong. */
  private static boolean isCutByUs(SendResult result) {
    return result instanceof Unanswered unanswered && unanswered.trouble() == Trouble.CLOSED;
  }

  private static boolean isDelivered(Answered answered) {
    return answered.status() / 100 == 2;
  }

  private Duration pause(SendResult result, Job job, Instant now) {
    if (result instanceof Unanswered unanswered
        && unanswered.trouble() == Trouble.KEPT_CONNECTION) {
      return SOON;
    }
    Duration own = Backoff.pause(settings, job.attempt(), random.getAsDouble());
    if (!(result instanceof Answered answered)) {
      return own;
    }
    return answered
        .retryAfter()
        .flatMap(field -> RetryAfter.of(field, now, settings.retryAfterMax()))
        .filter(asked -> asked.compareTo(own) > 0)
        .orElse(own);
  }

  private static Verdict unlessExpired(Verdict verdict, Job job, Instant now) {
    Duration after = verdict instanceof Retry retry ? retry.after() : ((Deferred) verdict).after();
    Instant end = job.message().expiresAt();
    return end == null || now.plus(after).isBefore(end) ? verdict : new Dead(DeadReasons.EXPIRED);
  }
}

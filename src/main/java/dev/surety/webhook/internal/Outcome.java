package dev.surety.webhook.internal;

import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult;
import java.time.Duration;

/**
 * How one claim ends.
 *
 * @param result what was tried, {@link SendResult.Unsent} if nothing was
 * @param took how long the attempt took
 */
record Outcome(Job job, SendResult result, Verdict verdict, Duration took) {

  /** Whether a request may have reached the receiver. */
  boolean isAttempt() {
    return result instanceof SendResult.Answered || result instanceof SendResult.Unanswered;
  }

  /** How many attempts are counted once this is settled. */
  int attempts() {
    return isAttempt() && !(verdict instanceof Verdict.Deferred)
        ? job.attempt()
        : job.attempt() - 1;
  }
}

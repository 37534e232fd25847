package dev.surety.webhook.internal;

import java.time.Duration;

/** What becomes of a delivery after an attempt. */
sealed interface Verdict {

  /** A receiver has confirmed it. */
  record Delivered() implements Verdict {}

  /**
   * There will be another attempt.
   *
   * @param outcome of {@link dev.surety.webhook.internal.send.Outcomes}
   */
  record Retry(Duration after, String outcome) implements Verdict {}

  /**
   * It is given up.
   *
   * @param reason of {@link DeadReasons}
   */
  record Dead(String reason) implements Verdict {}

  /**
   * It is put off, and no attempt was used: nothing was sent, or this instance cut it off itself.
   */
  record Deferred(Duration after) implements Verdict {}
}

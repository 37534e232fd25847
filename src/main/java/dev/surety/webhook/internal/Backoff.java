package dev.surety.webhook.internal;

import java.time.Duration;

/** How long a delivery waits after a failed attempt; pure. */
final class Backoff {

  private Backoff() {}

  /**
   * A configured schedule's pauses are kept as they are; the others are spread, so that what failed
   * together does not come back together, and never longer than the cap.
   *
   * @param attempt the one that failed, from 1
   * @param chance 0 to 1
   */
  static Duration pause(RetrySettings settings, int attempt, double chance) {
    if (!settings.schedule().isEmpty()) {
      return settings.schedule().get(Math.min(attempt, settings.schedule().size()) - 1);
    }
    double cap = settings.cap().toMillis();
    double usual =
        Math.min(cap, settings.first().toMillis() * Math.pow(settings.factor(), attempt - 1));
    double spread = 1 + (2 * chance - 1) * settings.jitter() / 100;
    return Duration.ofMillis(Math.round(Math.min(cap, usual * spread)));
  }
}

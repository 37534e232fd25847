package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Setting;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * The validated {@code surety.webhook.breaker-*} settings.
 *
 * @param failures how many in a row open a circuit
 * @param pause how long an open one waits for its next probe
 * @param successes how many probes close it
 * @param horizon for how long a circuit that nobody sends to is remembered
 */
public record BreakerSettings(int failures, Duration pause, int successes, Duration horizon) {

  private static final String PREFIX = "surety.webhook.breaker-";
  private static final Duration SECOND = Duration.ofSeconds(1);

  static final Setting<Integer> FAILURES = Setting.integer(PREFIX + "failures", 5, 1, 1_000);
  static final Setting<Duration> PAUSE =
      Setting.duration(PREFIX + "pause", "PT1M", SECOND, Duration.ofHours(24));
  static final Setting<Integer> SUCCESSES = Setting.integer(PREFIX + "successes", 2, 1, 100);
  static final Setting<Duration> HORIZON =
      Setting.duration(PREFIX + "horizon", "PT168H", Duration.ofDays(2), Duration.ofDays(3660));

  /** Every setting, in the order of the README's table. */
  public static final List<Setting<?>> ALL = List.of(FAILURES, PAUSE, SUCCESSES, HORIZON);

  /**
   * @throws dev.surety.SuretyException naming the first value that is not allowed
   */
  public static BreakerSettings of(Config config) {
    return new BreakerSettings(
        FAILURES.in(config), PAUSE.in(config), SUCCESSES.in(config), HORIZON.in(config));
  }
}

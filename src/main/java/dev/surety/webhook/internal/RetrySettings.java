package dev.surety.webhook.internal;

import dev.surety.core.Setting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * The validated settings of when a failed attempt is repeated; how often is {@code
 * surety.webhook.max-attempts}.
 *
 * @param first the pause after the first attempt
 * @param factor by which each further pause is longer
 * @param cap the longest pause
 * @param jitter by how many percent a pause is made shorter or longer at random
 * @param schedule the pauses themselves, instead of all that; the last one repeats
 * @param retryAfterMax the longest pause that a receiver may ask for
 * @param finalStatuses which answers end a delivery
 * @param keyPause how long a delivery waits that cannot be signed
 */
public record RetrySettings(
    Duration first,
    int factor,
    Duration cap,
    int jitter,
    List<Duration> schedule,
    Duration retryAfterMax,
    IntPredicate finalStatuses,
    Duration keyPause) {

  private static final String PREFIX = "surety.webhook.";
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration MONTH = DAY.multipliedBy(30);
  private static final Pattern STATUSES = Pattern.compile("[345]xx|[345][0-9][0-9]");

  static final Setting<Duration> FIRST =
      Setting.duration(PREFIX + "retry-first", "PT5S", Duration.ofMillis(1), DAY);
  static final Setting<Integer> FACTOR = Setting.integer(PREFIX + "retry-factor", 4, 1, 10);
  static final Setting<Duration> CAP =
      Setting.duration(PREFIX + "retry-cap", "PT6H", Duration.ofMillis(1), MONTH);
  static final Setting<Integer> JITTER = Setting.integer(PREFIX + "retry-jitter", 20, 0, 100);
  static final Setting<List<Duration>> SCHEDULE =
      Setting.list(
          PREFIX + "retry-schedule",
          "durations from PT0S to PT720H, such as PT5S",
          RetrySettings::pause);
  static final Setting<Duration> RETRY_AFTER_MAX =
      Setting.duration(PREFIX + "retry-after-max", "PT6H", Duration.ZERO, MONTH);
  static final Setting<IntPredicate> FINAL_STATUSES =
      new Setting<>(
          PREFIX + "final-statuses",
          "3xx,400,405,409,410,413,415,422",
          "statuses of 300 to 599 or 3xx, 4xx, 5xx, separated by commas",
          RetrySettings::statuses);
  static final Setting<Duration> KEY_PAUSE =
      Setting.duration(PREFIX + "key-pause", "PT1M", Duration.ofSeconds(1), DAY);

  /** Every setting, in the order of the README's table. */
  public static final List<Setting<?>> ALL =
      List.of(FIRST, FACTOR, CAP, JITTER, SCHEDULE, RETRY_AFTER_MAX, FINAL_STATUSES, KEY_PAUSE);

  static RetrySettings of(Config config) {
    return new RetrySettings(
        FIRST.in(config),
        FACTOR.in(config),
        CAP.in(config),
        JITTER.in(config),
        SCHEDULE.in(config),
        RETRY_AFTER_MAX.in(config),
        FINAL_STATUSES.in(config),
        KEY_PAUSE.in(config));
  }

  /**
   * The longest that all pauses of a delivery can take together, which what is remembered of it
   * must outlast.
   */
  Duration longestSpan(int attempts) {
    Duration span = Duration.ZERO;
    for (int attempt = 1; attempt < attempts; attempt++) {
      Duration pause = Backoff.pause(this, attempt, 1);
      span = span.plus(pause.compareTo(retryAfterMax) > 0 ? pause : retryAfterMax);
    }
    return span;
  }

  private static Duration pause(String text) {
    Duration pause = Duration.parse(text);
    if (pause.isNegative() || pause.compareTo(MONTH) > 0) {
      throw new IllegalArgumentException(text);
    }
    return pause;
  }

  private static IntPredicate statuses(String text) {
    List<String> listed =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .toList();
    if (!listed.stream().allMatch(part -> STATUSES.matcher(part).matches())) {
      throw new IllegalArgumentException(text);
    }
    return status ->
        listed.contains(Integer.toString(status)) || listed.contains(status / 100 + "xx");
  }
}

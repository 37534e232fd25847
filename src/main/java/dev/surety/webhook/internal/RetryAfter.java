package dev.surety.webhook.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;

/**
 * How long a receiver asks to be left alone: {@code Retry-After} of RFC 9110, section 10.2.3, as
 * seconds or as any of the three forms of an HTTP date. What is neither says nothing.
 */
final class RetryAfter {

  /** Dates are shorter; what is longer is not looked at. */
  private static final int LONGEST = 128;

  private RetryAfter() {}

  /**
   * @param most what a longer time is cut to
   */
  static Optional<Duration> of(String field, Instant now, Duration most) {
    String text = field.strip();
    if (text.isEmpty() || text.length() > LONGEST) {
      return Optional.empty();
    }
    return text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(seconds(text, most))
        : Optional.ofNullable(DateUtils.parseStandardDate(text))
            .map(
                date ->
                    bounded(
                        now.isBefore(date) ? Duration.between(now, date) : Duration.ZERO, most));
  }

  private static Duration seconds(String digits, Duration most) {
    String number = digits.replaceFirst("^0+(?=.)", "");
    // more digits than any bound has
    return number.length() > 12 ? most : bounded(Duration.ofSeconds(Long.parseLong(number)), most);
  }

  private static Duration bounded(Duration asked, Duration most) {
    return asked.compareTo(most) > 0 ? most : asked;
  }
}

package dev.surety.webhook.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/**
 * How long a receiver asks to be left alone: {@code Retry-After} of RFC 9110, section 10.2.3, as
 * seconds or as any of the three forms of an HTTP date. What is neither says nothing.
 */
final class RetryAfter {

  /** Dates are shorter; what is longer is not looked at. */
  private static final int LONGEST = 128;

  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US);

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
        : Optional.ofNullable(date(text)).map(date -> bounded(until(date, now), most));
  }

  private static Duration until(Instant date, Instant now) {
    return now.isBefore(date) ? Duration.between(now, date) : Duration.ZERO;
  }

  /** The library takes the two forms that name a zone. */
  private static @Nullable Instant date(String text) {
    Instant date = DateUtils.parseStandardDate(text);
    if (date != null) {
      return date;
    }
    try {
      return LocalDateTime.parse(text, ASCTIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null;
    }
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

package dev.surety.webhook.internal.receive;

import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a sender's time may be from the database's, either way.
 *
 * @param clock the database's
 */
record Tolerance(Duration most, InstantSource clock) {

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  /** What is wrong with a timestamp in seconds since 1970; {@code null} if nothing is. */
  @Nullable Finding refusal(@Nullable String timestamp) {
    if (timestamp == null || !SECONDS.matcher(timestamp).matches()) {
      return Finding.malformed("the timestamp is missing, repeated, or no number of seconds");
    }
    long off = Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp));
    return off > most.toSeconds()
        ? Finding.unauthenticated("the timestamp is outside the tolerance")
        : null;
  }
}

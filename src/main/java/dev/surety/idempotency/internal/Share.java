package dev.surety.idempotency.internal;

import dev.surety.idempotency.LimitExceededException;
import java.time.Duration;

/**
 * What one principal uses of the table, as this instance knows it: the last sums read, and what it
 * has not counted yet. A pure decision; immutable.
 *
 * <p>Far from its limits a principal's new keys are counted later, many at once. Near them every
 * key is counted in the transaction that inserts it, so that the limits are exact.
 *
 * @param rows live rows at the last count
 * @param bytes stored bytes at the last count
 * @param uncountedRows rows inserted since
 * @param uncountedBytes bytes stored since
 */
record Share(long rows, long bytes, long uncountedRows, long uncountedBytes) {

  private static final Duration LATER = Duration.ofMinutes(1);

  /** Sums not read yet. */
  static final Share UNKNOWN = new Share(Long.MAX_VALUE / 2, 0, 0, 0);

  /** Whether so many new keys are within the limits whatever other instances have not counted. */
  boolean isFar(long asked, IdempotencySettings limits) {
    return limits.maxInsertsPerMinute() == 0
        && rows + uncountedRows + asked <= limits.maxRows() / 2
        && uncountedRows + asked <= limits.maxRows() / 64
        && bytes + uncountedBytes <= limits.maxBytes() / 2;
  }

  Share inserted(long more) {
    return new Share(rows, bytes, uncountedRows + more, uncountedBytes);
  }

  Share stored(long more) {
    return new Share(rows, bytes, uncountedRows, uncountedBytes + more);
  }

  /** After the uncounted part of an earlier look was counted, with the sums that gave. */
  Share counted(Share earlier, Sums now) {
    return new Share(
        now.rows(),
        now.bytes(),
        uncountedRows - earlier.uncountedRows,
        uncountedBytes - earlier.uncountedBytes);
  }

  boolean hasUncounted() {
    return uncountedRows != 0 || uncountedBytes != 0;
  }

  /** Of the keys asked for, which the sums include, how many may be inserted. */
  static int admitted(Sums sums, int asked, IdempotencySettings limits) {
    if (sums.bytes() > limits.maxBytes()) {
      return 0;
    }
    long free = limits.maxRows() - (sums.rows() - asked);
    if (limits.maxInsertsPerMinute() > 0) {
      free = Math.min(free, limits.maxInsertsPerMinute() - (sums.inserts() - asked));
    }
    return (int) Math.max(0, Math.min(asked, free));
  }

  static LimitExceededException refusal(Sums sums, IdempotencySettings limits) {
    if (sums.bytes() > limits.maxBytes()) {
      return new LimitExceededException(
          "the principal's stored answers exceed " + limits.maxBytes() + " bytes", LATER);
    }
    if (sums.rows() > limits.maxRows()) {
      return new LimitExceededException(
          "the principal has " + limits.maxRows() + " live idempotency keys", LATER);
    }
    return new LimitExceededException(
        "the principal made " + limits.maxInsertsPerMinute() + " idempotency keys this minute",
        Duration.ofSeconds(Math.max(1, sums.secondsLeft())));
  }

  /** A principal's counters; the minute of its inserts ends in so many seconds. */
  record Sums(long rows, long bytes, long inserts, int secondsLeft) {}
}

package dev.surety.replay.internal;

import dev.surety.SuretyException;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * How many nonces end in which second: expiry frees capacity by arithmetic. Immutable; no I/O.
 *
 * <p>Never counts too few. With more than {@value #MOST} different ends they are rounded up until
 * as many are left, so that a busy key's counter stays small; such a nonce counts at most a 16th of
 * the remembered time too long.
 */
final class LiveCounts {

  static final int MOST = 32;
  static final LiveCounts NONE = new LiveCounts(new long[0], new long[0]);

  private static final long MICROS = 1_000_000;

  /** Ascending, in seconds since 1970. */
  private final long[] ends;

  private final long[] counts;

  private LiveCounts(long[] ends, long[] counts) {
    this.ends = ends;
    this.counts = counts;
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws SuretyException if it is anything else
   */
  static LiveCounts of(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    String[] pairs = text.split(" ", -1);
    long[] ends = new long[pairs.length];
    long[] counts = new long[pairs.length];
    try {
      for (int i = 0; i < pairs.length; i++) {
        int colon = pairs[i].indexOf(':');
        ends[i] = Long.parseLong(pairs[i], 0, colon, 10) + (i == 0 ? 0 : ends[i - 1]);
        counts[i] = Long.parseLong(pairs[i], colon + 1, pairs[i].length(), 10);
      }
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new SuretyException("the counter of a key id is corrupt", e);
    }
    return new LiveCounts(ends, counts);
  }

  /** What is still live at a time in microseconds since 1970. */
  LiveCounts liveAt(long micros) {
    int ended = 0;
    while (ended < ends.length && ends[ended] * MICROS <= micros) {
      ended++;
    }
    return ended == 0
        ? this
        : new LiveCounts(
            Arrays.copyOfRange(ends, ended, ends.length),
            Arrays.copyOfRange(counts, ended, counts.length));
  }

  /** With so many more that end then; a negative number takes them back. */
  LiveCounts plus(long end, long nonces) {
    if (nonces < 0) {
      return minus(end, -nonces);
    }
    int at = Arrays.binarySearch(ends, end);
    if (at >= 0) {
      long[] more = counts.clone();
      more[at] += nonces;
      return new LiveCounts(ends, more);
    }
    return new LiveCounts(inserted(ends, -at - 1, end), inserted(counts, -at - 1, nonces))
        .bounded();
  }

  /** They may have been rounded up to later ends; taking the first of those leaves none too few. */
  private LiveCounts minus(long end, long nonces) {
    long[] fewer = counts.clone();
    int at = Arrays.binarySearch(ends, end);
    long left = nonces;
    for (int i = at < 0 ? -at - 1 : at; i < ends.length && left > 0; i++) {
      long taken = Math.min(left, fewer[i]);
      fewer[i] -= taken;
      left -= taken;
    }
    return new LiveCounts(ends, fewer).withoutZeros();
  }

  private LiveCounts withoutZeros() {
    int[] kept = IntStream.range(0, ends.length).filter(i -> counts[i] > 0).toArray();
    return kept.length == ends.length
        ? this
        : new LiveCounts(
            Arrays.stream(kept).mapToLong(i -> ends[i]).toArray(),
            Arrays.stream(kept).mapToLong(i -> counts[i]).toArray());
  }

  long total() {
    return Arrays.stream(counts).sum();
  }

  /** When the total changes by itself; 0 where there is nothing. */
  long firstEnd() {
    return ends.length == 0 ? 0 : ends[0];
  }

  long lastEnd() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  @Override
  public String toString() {
    StringJoiner pairs = new StringJoiner(" ");
    for (int i = 0; i < ends.length; i++) {
      pairs.add(ends[i] - (i == 0 ? 0 : ends[i - 1]) + ":" + counts[i]);
    }
    return pairs.toString();
  }

  private LiveCounts bounded() {
    LiveCounts bounded = this;
    for (long width = 2; bounded.ends.length > MOST; width *= 2) {
      bounded = bounded.roundedUp(width);
    }
    return bounded;
  }

  private LiveCounts roundedUp(long width) {
    long[] fewerEnds = new long[ends.length];
    long[] fewerCounts = new long[ends.length];
    int size = 0;
    for (int i = 0; i < ends.length; i++) {
      long end = -Math.floorDiv(-ends[i], width) * width;
      if (size == 0 || fewerEnds[size - 1] != end) {
        fewerEnds[size++] = end;
      }
      fewerCounts[size - 1] += counts[i];
    }
    return new LiveCounts(Arrays.copyOf(fewerEnds, size), Arrays.copyOf(fewerCounts, size));
  }

  private static long[] inserted(long[] values, int at, long value) {
    long[] more = new long[values.length + 1];
    System.arraycopy(values, 0, more, 0, at);
    more[at] = value;
    System.arraycopy(values, at, more, at + 1, values.length - at);
    return more;
  }
}

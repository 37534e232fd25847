package dev.surety.replay.internal;

import java.time.Duration;

/**
 * How much of the table a run of the sweep walks, so that it comes round in time. No I/O.
 *
 * <p>Within half of the shortest time that a nonce is remembered it visits every page: what has
 * ended is dropped as fast as it ends, however many that are, and as much of the table is dead
 * beside.
 */
final class SweepPace {

  private static final Duration SPARE = Duration.ofMinutes(1);

  private final Duration round;

  SweepPace(Duration skew) {
    this.round = skew.plus(SPARE).dividedBy(2);
  }

  /** How many pages are due after so long, of so many; at least one, if there are any. */
  long pages(Duration since, long pages) {
    double share = Math.min(1, (double) since.toNanos() / round.toNanos());
    return Math.min(pages, Math.max(1, (long) Math.ceil(pages * share)));
  }
}

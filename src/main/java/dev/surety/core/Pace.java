package dev.surety.core;

import java.time.Duration;

/**
 * When a flusher takes what waits, and how much: a small batch costs nearly what a large one does.
 *
 * <p>It takes at once if as many wait as are in work and as the last batch had. Otherwise, while
 * others work, when the first has waited for the longest time; while none does, after a pause as
 * long as the last batch took, which a lone caller's batch is not followed by. A machine that is
 * busy takes longer for a batch, and so gets fewer and larger ones. Times are nanoseconds of one
 * clock; no I/O; not thread-safe.
 */
final class Pace {

  private final int most;
  private final long longest;
  private int inWork;
  private int last;
  private long pauseEnds;

  /**
   * @param most items of a batch
   * @param longest nobody waits longer for company
   * @param now the clock
   */
  Pace(int most, Duration longest, long now) {
    this.most = most;
    this.longest = longest.toNanos();
    this.pauseEnds = now;
  }

  /**
   * How long a flusher is to wait for more; none if not above 0.
   *
   * @param waiting how many wait, at least one
   * @param first since when the first of them does
   */
  long patience(int waiting, long first, long now) {
    if (isEnough(waiting)) {
      return 0;
    }
    long left = first + longest - now;
    return inWork > 0 ? left : Math.min(left, pauseEnds - now);
  }

  boolean isEnough(int waiting) {
    return waiting >= Math.min(most, Math.max(inWork, last));
  }

  /**
   * How many of those that wait are taken, which are in work from now on: all if nothing else is,
   * and else at most half of all, so that one batch is decided in the JVM while the database has
   * another of its size.
   */
  int begin(int waiting) {
    int share = inWork == 0 ? waiting : Math.min(waiting, (waiting + inWork + 1) / 2);
    int taken = Math.min(share, most);
    inWork += taken;
    return taken;
  }

  /** A batch has been decided. */
  void end(int items, long began, long now) {
    inWork -= items;
    last = items;
    pauseEnds = items > 1 ? now + Math.min(now - began, longest) : now;
  }
}

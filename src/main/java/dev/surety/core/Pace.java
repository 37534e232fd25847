package dev.surety.core;

import java.time.Duration;

/**
 * When one of two workers takes what waits, and how much: a small batch costs nearly what a large
 * one does, if it shares a transaction.
 *
 * <p>It takes at once if as many wait as are in work and as the last batch had; where that is more
 * than sixteen, half of it and sixteen at least: whoever waits for the last of many waits for
 * nothing. Otherwise, while the other works, when the first has waited for twice as long as the
 * last batch took; while nobody does, after a pause as long, which one item alone is not followed
 * by. A machine that is busy takes longer for a batch, and so gets fewer and larger ones. What
 * shares nothing waits for nothing, and is halved between the two. Times are nanoseconds of one
 * clock; no I/O; not thread-safe.
 */
final class Pace {

  /** From here on a batch's own cost hardly counts. */
  private static final int PLENTY = 16;

  private final int most;
  private final long longest;
  private int inWork;
  private int last;
  private boolean shares = true;
  private long pause;
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
   * How long a worker is to wait for more; none if not above 0.
   *
   * @param waiting how many wait, at least one
   * @param first since when the first of them does
   */
  long patience(int waiting, long first, long now) {
    if (isEnough(waiting)) {
      return 0;
    }
    return inWork > 0 ? first + pause - now : Math.min(first + longest - now, pauseEnds - now);
  }

  boolean isEnough(int waiting) {
    int asBefore = Math.max(inWork, last);
    int enough = Math.min(asBefore, Math.max(PLENTY, asBefore / 2));
    return !shares || waiting >= Math.min(most, enough);
  }

  /**
   * How many of those that wait are taken, which are in work from now on: all if nothing else is,
   * and else at most half of all, so that one batch is decided in the JVM while the database has
   * another of its size.
   */
  int begin(int waiting) {
    boolean alone = inWork == 0 && shares;
    int share = alone ? waiting : Math.min(waiting, (waiting + inWork + 1) / 2);
    int taken = Math.min(share, most);
    inWork += taken;
    return taken;
  }

  /**
   * A batch has been decided.
   *
   * @param together how many of it shared a transaction at most
   */
  void end(int items, int together, long began, long now) {
    inWork -= items;
    last = items;
    pause = Math.min(2 * (now - began), longest);
    pauseEnds = items > 1 ? now + pause : now;
    shares = items > 1 ? together > 1 : shares;
  }
}

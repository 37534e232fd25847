package dev.surety.core.net;

import java.time.Duration;

/** A point on {@link System#nanoTime} by which something ends. */
record Deadline(long nanos) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** What is left; zero at the least. */
  long remainingNanos() {
    return Math.max(0, nanos - System.nanoTime());
  }

  boolean isOver() {
    return remainingNanos() == 0;
  }
}

package dev.surety.replay.internal;

import java.util.Map;

/**
 * What counts against a capacity: nonces that are live, and permits that instances hold. Immutable;
 * no I/O.
 *
 * @param live by the ends of the nonces
 * @param granted by the latest ends that nonces accepted with these permits can have
 */
record Counter(LiveCounts live, LiveCounts granted) {

  static final Counter NONE = new Counter(LiveCounts.NONE, LiveCounts.NONE);

  /** What still counts at a time in microseconds since 1970. */
  Counter liveAt(long micros) {
    return new Counter(live.liveAt(micros), granted.liveAt(micros));
  }

  /** With so many more nonces that end then; a negative number takes them back. */
  Counter plus(long end, long nonces) {
    return new Counter(live.plus(end, nonces), granted);
  }

  /** With nonces by their ends. */
  Counter plus(Map<Long, Long> nonces) {
    Counter sum = this;
    for (Map.Entry<Long, Long> ends : nonces.entrySet()) {
      sum = sum.plus(ends.getKey(), ends.getValue());
    }
    return sum;
  }

  /** With so many more permits until then; a negative number takes them back. */
  Counter granting(long end, long permits) {
    return permits == 0 ? this : new Counter(live, granted.plus(end, permits));
  }

  long total() {
    return live.total() + granted.total();
  }

  /** When the total changes by itself; 0 where there is nothing. */
  long firstEnd() {
    long first = Math.min(live.firstEnd(), granted.firstEnd());
    return first > 0 ? first : Math.max(live.firstEnd(), granted.firstEnd());
  }

  long lastEnd() {
    return Math.max(live.lastEnd(), granted.lastEnd());
  }
}

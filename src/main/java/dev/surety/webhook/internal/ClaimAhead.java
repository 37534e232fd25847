package dev.surety.webhook.internal;

import java.time.Duration;

/**
 * How many deliveries wait here behind those that are being sent.
 *
 * <p>They must last while one batch is settled and the next is claimed, or senders idle; but those
 * of slow receivers must not lie here for long while other instances have nothing to do. So it is
 * what was lately sent within 40 ms, and 200 at least. No I/O; for one thread.
 */
final class ClaimAhead {

  private static final int LEAST = 200;
  private static final long LASTING = Duration.ofMillis(40).toNanos();

  /** Long enough that answers which come together do not pass for a pace. */
  private static final long PERIOD = Duration.ofMillis(250).toNanos();

  private final int least;
  private final int most;
  private int many;
  private long sent;
  private long since;

  /**
   * @param most of them, whatever the pace
   * @param now on {@link System#nanoTime}
   */
  ClaimAhead(int most, long now) {
    this.least = Math.min(LEAST, most);
    this.most = most;
    this.many = least;
    this.since = now;
  }

  int many() {
    return many;
  }

  /**
   * @param attempts that have ended since the last time
   * @param now on {@link System#nanoTime}
   */
  void sent(long attempts, long now) {
    sent += attempts;
    long passed = now - since;
    if (passed >= PERIOD) {
      many = (int) Math.max(least, Math.min(most, sent * LASTING / passed));
      sent = 0;
      since = now;
    }
  }
}

package dev.surety.webhook.internal;

import dev.surety.webhook.internal.send.Lane;
import java.util.Map;

/**
 * How many bytes of bodies a lane may be claimed now.
 *
 * <p>Lanes have fair shares of what an instance holds, and never the last tenth, so that a receiver
 * of large bodies leaves room for others; one of which nothing is held may always be claimed a
 * message. No I/O; immutable.
 */
final class ByteRoom {

  /** Of all bodies that an instance holds, but for one of each lane. */
  static final long MOST = 64L << 20;

  private final Map<Lane, Long> held;
  private final long share;
  private final long portion;

  /**
   * @param held bytes that are held, by lane
   * @param lanes how many there are to claim from
   * @param claim the most bytes of a claim
   */
  ByteRoom(Map<Lane, Long> held, int lanes, long claim) {
    this.held = held;
    this.share = Math.min(MOST / Math.max(1, lanes), MOST - MOST / 10);
    long all = held.values().stream().mapToLong(Long::longValue).sum();
    this.portion = Math.min(claim, MOST - all) / Math.max(1, lanes);
  }

  /** 0 where the lane has its share. */
  long of(Lane lane) {
    long mine = held.getOrDefault(lane, 0L);
    long free = share - mine;
    // a few bytes at a time would cost a claim each
    if (mine > 0 && (free < share / 4 || portion <= 0)) {
      return 0;
    }
    return Math.max(1, Math.min(free, portion));
  }
}

package dev.surety.replay.internal;

import java.util.Map;

/**
 * A grant as it is settled with its counter's row, and the arithmetic of that. Immutable; no I/O.
 *
 * @param end until when the row counts the permits
 * @param size how many permits the row counts
 * @param used the nonces accepted with them, by their ends
 * @param usedTotal how many those are
 * @param withdrawn permits that nobody can use until this is settled, and that go back by it
 */
record Claim(
    String keyHash,
    Grant grant,
    long end,
    long size,
    Map<Long, Long> used,
    long usedTotal,
    long withdrawn) {

  /** Hot keys come by with some grants a second. */
  private static final long MOST = 65_536;

  private static final long MICROS = 1_000_000;

  /**
   * What the grant is from now on.
   *
   * @param tooLarge whether more is kept than would be granted
   */
  record Renewal(long end, long size, boolean tooLarge) {}

  /** The row without this grant, and with what was used of it; what has ended counts no more. */
  Counter returned(Counter row, long now) {
    Counter without = end * MICROS > now ? row.granting(end, -size) : row;
    return without.plus(used).liveAt(now);
  }

  /** The permits that callers can use while this is settled; none once the row counts none. */
  long kept(long now) {
    return end * MICROS > now ? size - usedTotal - withdrawn : 0;
  }

  /**
   * The next grant: far from the capacity a share of what is left until its half, so that instances
   * never hold more than half of it.
   *
   * @param counted what {@link #returned} has, and more that was accepted
   * @param wanted how many permits are of use
   * @param latest the end of any nonce that may be accepted in a while
   * @param now the database's time when the row was locked
   */
  Renewal renewal(Counter counted, long cap, long wanted, long latest, long now) {
    long room = Math.max(0, cap / 2 - counted.total());
    long granted = Math.min(Math.min(MOST, wanted), room / 4);
    long kept = kept(now);
    return new Renewal(Math.max(end, latest), Math.max(kept, granted), kept > granted);
  }
}

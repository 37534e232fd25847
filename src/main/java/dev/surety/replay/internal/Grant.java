package dev.surety.replay.internal;

import java.util.Map;
import java.util.TreeMap;

/**
 * One instance's permits of one counter, which the counter's row counts as live until their end.
 *
 * <p>A nonce that is forgotten later than the permits are has none of them: so no clock of a JVM,
 * and no pause of one, makes a counter count too few. Not thread-safe.
 */
final class Grant {

  private long end;
  private long size;
  private long reserved;
  private long usedTotal;
  private TreeMap<Long, Long> used = new TreeMap<>();
  private long recent;
  private long before;
  private long idlePeriods;
  private boolean tooLarge;
  private boolean claimed;
  private long claims;

  long free() {
    return size - usedTotal - reserved;
  }

  /** Reserves a permit for a nonce that is forgotten then. */
  boolean take(long nonceEnd) {
    boolean free = nonceEnd <= end && free() > 0;
    if (free) {
      reserved++;
    }
    return free;
  }

  /** A nonce went in with a reserved permit, or may have. */
  void use(long nonceEnd) {
    reserved--;
    usedTotal++;
    recent++;
    used.merge(nonceEnd, 1L, Long::sum);
  }

  void giveBack() {
    reserved--;
  }

  /** Nonces went in that were counted without permits. */
  void counted(long nonces) {
    recent += nonces;
  }

  /** What the row does not count as live yet; by the ends of nonces. */
  Map<Long, Long> unsettled() {
    return used;
  }

  /** How often it was claimed. */
  long claims() {
    return claims;
  }

  boolean isClaimed() {
    return claimed;
  }

  /** Whether nothing is held, and nothing was used of late. */
  boolean isGone() {
    return size == 0 && reserved == 0 && idlePeriods > 0 && !claimed;
  }

  /** Whether the row is to be told of this period, which ends here. */
  boolean isDue() {
    idlePeriods = recent > 0 ? 0 : idlePeriods + 1;
    before = recent;
    recent = 0;
    return !claimed && size > 0 && (usedTotal > 0 || tooLarge || idlePeriods > 0);
  }

  /** Whether it is not used, or more than may be had now. */
  boolean isSurplus() {
    return tooLarge || idlePeriods > 0;
  }

  /**
   * As many as a few periods need; a key that is seen once has none.
   *
   * @param more nonces that are about to go in
   */
  long wanted(long more) {
    long uses = Math.max(recent + more, before);
    return uses > 1 ? 4 * uses : 0;
  }

  /** Nobody else settles it until the claim ends. */
  Claim claim(String keyHash, boolean withdraw) {
    claimed = true;
    claims++;
    long withdrawn = withdraw ? free() : 0;
    reserved += withdrawn;
    return new Claim(keyHash, this, end, size, new TreeMap<>(used), usedTotal, withdrawn);
  }

  /** The row is as it was. */
  void unchanged(Claim claim) {
    reserved -= claim.withdrawn();
    claimed = false;
  }

  /** The row counts as live what was used until the claim, and permits as told. */
  void settled(Claim claim, Claim.Renewal renewal) {
    unchanged(claim);
    claim.used().forEach((nonceEnd, number) -> used.merge(nonceEnd, -number, Long::sum));
    used.values().removeIf(number -> number == 0);
    usedTotal -= claim.usedTotal();
    size = renewal.size();
    end = renewal.end();
    tooLarge = renewal.tooLarge();
  }
}

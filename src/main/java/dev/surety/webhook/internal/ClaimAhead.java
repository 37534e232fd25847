package dev.surety.webhook.internal;

/**
 * How many deliveries are held beyond those that are being sent.
 *
 * <p>They must last while one batch is settled and the next is claimed, or senders idle; but those
 * of a slow receiver must not lie here for long while other instances have nothing to do. So it
 * follows how many were settled at once. No I/O; for one thread.
 */
final class ClaimAhead {

  private static final int LEAST = 200;
  private static final int SETTLEMENTS = 4;

  private final int least;
  private final int most;
  private int many;

  /**
   * @param most of one claim, and ahead
   */
  ClaimAhead(int most) {
    this.least = Math.min(LEAST, most);
    this.most = most;
    this.many = least;
  }

  int many() {
    return many;
  }

  /** Rises at once; falls slowly, as settlements differ in size. */
  void settled(int deliveries) {
    int falling = many - (many - least + 7) / 8;
    many = Math.min(most, Math.max(SETTLEMENTS * deliveries, falling));
  }
}

package dev.surety.replay.internal;

import dev.surety.core.OwnTransactions;
import java.time.Duration;

/**
 * Drops nonces that have ended, and counters of key ids that were not seen for long.
 *
 * <p>It walks the table's pages round and round, {@value #BATCH} of them in a transaction with a
 * pause after each, of one instance at a time: an index would be written with every nonce, and the
 * walk costs little. Capacity does not wait for it: expiry is arithmetic. It locks only what has
 * ended, and no counter that is in use. Only for Surety's own threads; runs wait for each other.
 */
final class Sweep implements AutoCloseable {

  static final int BATCH = 32;

  private static final Duration YIELD = Duration.ofMillis(2);

  private final NonceStatements statements;
  private final OwnTransactions transactions;
  private final SweepPace pace;
  private final long lock;
  private volatile boolean closed;

  /** Where the walk over the pages goes on. */
  private long nextPage;

  private long lastRun = System.nanoTime();

  /** Where the walk over the counters goes on. */
  private String lastKey = "";

  /**
   * @param table tells the sweeps of different stores apart
   */
  Sweep(NonceStatements statements, OwnTransactions transactions, SweepPace pace, String table) {
    this.statements = statements;
    this.transactions = transactions;
    this.pace = pace;
    this.lock = 0x5355524554590000L + table.hashCode();
  }

  /** Walks what is due since the last run; what is left after so long is the next run's. */
  synchronized long run(Duration longest) {
    long start = System.nanoTime();
    Duration since = Duration.ofNanos(start - lastRun);
    lastRun = start;
    long pages = transactions.run(statements::pages);
    return walk(pace.pages(since, pages), pages, start + longest.toNanos());
  }

  /** Walks the whole table; returns how many nonces were dropped. */
  synchronized long runRound(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    long pages = transactions.run(statements::pages);
    return walk(pages, pages, end);
  }

  /** Ends a run after the batch it is at. */
  @Override
  public void close() {
    closed = true;
  }

  private long walk(long due, long pages, long end) {
    try {
      return sweepNonces(due, pages, end);
    } finally {
      sweepKeys(end);
    }
  }

  private long sweepNonces(long due, long pages, long end) {
    long dropped = 0;
    long walked = 0;
    long batch = 0;
    while (walked < due && batch >= 0 && goesOn(end, walked)) {
      long from = nextPage >= pages ? 0 : nextPage;
      long to = Math.min(from + BATCH, pages);
      batch = transactions.run(() -> statements.sweep(from, to, lock));
      dropped += Math.max(0, batch);
      walked += to - from;
      nextPage = to;
    }
    return dropped;
  }

  private void sweepKeys(long end) {
    do {
      String from = lastKey;
      lastKey = transactions.run(() -> statements.sweepKeys(from));
    } while (!lastKey.isEmpty() && goesOn(end, 1));
  }

  private boolean goesOn(long end, long done) {
    return System.nanoTime() - end < 0 && !closed && (done == 0 || rested());
  }

  /** Lets callers go first; false if the thread is to stop. */
  private static boolean rested() {
    try {
      Thread.sleep(YIELD.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

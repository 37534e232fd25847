package dev.surety.replay.internal;

import dev.surety.core.OwnTransactions;
import dev.surety.core.Row;
import java.time.Duration;

/**
 * Drops nonces that have ended, and counters of key ids that were not seen for long.
 *
 * <p>In batches of 1000 rows with a transaction each and a pause after each, of one instance at a
 * time. Capacity does not wait for it: expiry is arithmetic. It locks only what has ended, and no
 * counter that is in use. A run goes on while there is more, for a bounded time. Only for Surety's
 * own threads.
 */
final class Sweep implements AutoCloseable {

  /** As in the statement. */
  private static final int BATCH = 1_000;

  private static final Duration YIELD = Duration.ofMillis(2);

  private final NonceStatements statements;
  private final OwnTransactions transactions;
  private final long lock;
  private volatile boolean closed;

  /** Where the walk over the counters goes on. */
  private volatile String lastKey = "";

  /**
   * @param table tells the sweeps of different stores apart
   */
  Sweep(NonceStatements statements, OwnTransactions transactions, String table) {
    this.statements = statements;
    this.transactions = transactions;
    this.lock = 0x5355524554590000L + table.hashCode();
  }

  /** Returns how many nonces were dropped; what is left after so long is the next run's. */
  long run(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      return sweepNonces(end);
    } finally {
      sweepKeys(end);
    }
  }

  /** Ends a run after the batch it is at. */
  @Override
  public void close() {
    closed = true;
  }

  /**
   * From where the last batch came to, because what was dropped stands in the index for a while.
   */
  private long sweepNonces(long end) {
    long dropped = 0;
    long from = 0;
    Row batch;
    do {
      long start = from;
      batch = transactions.run(() -> statements.sweep(start, lock));
      dropped += batch.number(0);
      from = batch.number(1);
    } while (batch.number(0) == BATCH && goesOn(end));
    return dropped;
  }

  private void sweepKeys(long end) {
    do {
      String from = lastKey;
      lastKey = transactions.run(() -> statements.sweepKeys(from));
    } while (!lastKey.isEmpty() && goesOn(end));
  }

  private boolean goesOn(long end) {
    return System.nanoTime() - end < 0 && !closed && rested();
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

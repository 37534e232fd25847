package dev.surety.keys.internal;

import dev.surety.core.OwnTransactions;
import dev.surety.keys.internal.RingViews.Used;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Notes which keys are used, records graces that are over, and drops old audit entries.
 *
 * <p>In transactions of at most 200 rows with a pause after each, passing over locked rows. Nothing
 * waits for it: a grace ends by its time. Only for Surety's own threads.
 */
final class Housekeeping implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Housekeeping.class.getName());

  /** As in the statements. */
  private static final int BATCH = 200;

  private static final Duration YIELD = Duration.ofMillis(2);

  private interface Work {
    long batch();
  }

  private final KeyStatements statements;
  private final OwnTransactions transactions;
  private final RingCache cache;
  private final Duration auditMemory;
  private volatile boolean closed;

  Housekeeping(
      KeyStatements statements,
      OwnTransactions transactions,
      RingCache cache,
      Duration auditMemory) {
    this.statements = statements;
    this.transactions = transactions;
    this.cache = cache;
    this.auditMemory = auditMemory;
  }

  /** Writes what verifying has left to be written, a batch of keys at a time. */
  void noteUse() {
    Set<Used> left = new LinkedHashSet<>(cache.takeUsed());
    try {
      List<Used> used = List.copyOf(left);
      for (int from = 0; from < used.size(); from += BATCH) {
        List<Used> batch = used.subList(from, Math.min(from + BATCH, used.size()));
        left.removeAll(new HashSet<>(transactions.run(() -> statements.verified(batch))));
      }
    } finally {
      // Of a failed transaction, or locked: the next run's.
      cache.giveBack(left);
    }
  }

  /** Returns how many graces were recorded and entries dropped; the rest is the next run's. */
  long run(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    return repeat(statements::endGraces, end) + repeat(() -> statements.forget(auditMemory), end);
  }

  /** Ends a run after the batch it is at, and notes use for the last time. */
  @Override
  public void close() {
    closed = true;
    try {
      noteUse();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "which keys were used last could not be noted", e);
    }
  }

  private long repeat(Work work, long end) {
    long done = 0;
    long batch;
    do {
      batch = transactions.run(work::batch);
      done += batch;
    } while (batch == BATCH && System.nanoTime() - end < 0 && !closed && rested());
    return done;
  }

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

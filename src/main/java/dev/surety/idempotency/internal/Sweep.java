package dev.surety.idempotency.internal;

import dev.surety.core.Core;
import dev.surety.core.Database;
import dev.surety.core.OwnTransactions;
import dev.surety.core.Row;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.internal.Usage.Amount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Erases answers past their time and drops rows past their tombstone's.
 *
 * <p>In batches of 200 rows with a transaction each, passing over locked rows, so that no claim
 * waits longer than for one batch, and with a pause after each batch. A run goes on while there is
 * more, at most as long as the interval between runs. Counters that count nothing are dropped on a
 * walk over all of them, even if the keys could not be swept. Only for Surety's own threads.
 */
final class Sweep implements AutoCloseable {

  /** As in the statement. */
  private static final int BATCH = 200;

  private static final Duration YIELD = Duration.ofMillis(2);

  private final Database database;
  private final OwnTransactions transactions;
  private final SqlFile statements;
  private final String application;
  private final Usage usage;
  private volatile boolean closed;

  /** Where the walk over the counters goes on. */
  private volatile String lastOwner = "";

  Sweep(Core core, Usage usage) {
    this.database = core.database();
    this.transactions = core.ownTransactions();
    this.statements = new SqlFile("idempotency", core.names());
    this.application = core.settings().application();
    this.usage = usage;
  }

  /** Returns how many rows were erased or dropped; what is left after so long is the next run's. */
  long run(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      return sweepKeys(end);
    } finally {
      sweepUsage(end);
    }
  }

  /** Ends a run after the batch it is at. */
  @Override
  public void close() {
    closed = true;
  }

  private long sweepKeys(long end) {
    long done = 0;
    List<Row> rows;
    do {
      rows = transactions.run(this::sweepBatch);
      done += rows.stream().filter(row -> row.flag(3)).count();
    } while (rows.size() == BATCH && goesOn(end));
    return done;
  }

  private boolean goesOn(long end) {
    return System.nanoTime() - end < 0 && !closed && rested();
  }

  /** Lets claims go first; false if the thread is to stop. */
  private static boolean rested() {
    try {
      Thread.sleep(YIELD.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<Row> sweepBatch() {
    List<Row> rows = database.query(statements.get("sweep"), application);
    Map<String, Amount> byOwner = new TreeMap<>();
    rows.forEach(
        row ->
            byOwner.merge(row.text(0), new Amount(row.number(1), row.number(2), 0), Amount::plus));
    byOwner.values().removeIf(amount -> amount.rows() == 0 && amount.bytes() == 0);
    usage.uncount(byOwner);
    return rows;
  }

  private void sweepUsage(long end) {
    do {
      String from = lastOwner;
      List<Row> last =
          transactions.run(() -> database.query(statements.get("sweep_usage"), application, from));
      lastOwner = last.isEmpty() ? "" : last.get(0).text(0);
    } while (!lastOwner.isEmpty() && goesOn(end));
  }
}

package dev.surety.idempotency.internal;

import dev.surety.core.Core;
import dev.surety.core.Database;
import dev.surety.core.OwnTransactions;
import dev.surety.core.Row;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.internal.Usage.Amount;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Erases answers past their time and drops rows past their tombstone's.
 *
 * <p>In batches of 200 rows with a transaction each, passing over locked rows, so that no claim
 * waits longer than for one batch. Counters that count nothing are dropped on a walk over all of
 * them, even if the keys could not be swept. Only for Surety's own threads.
 */
final class Sweep {

  private static final int MOST_BATCHES = 500;

  private final Database database;
  private final OwnTransactions transactions;
  private final SqlFile statements;
  private final String application;
  private final Usage usage;

  /** Where the walk over the counters goes on. */
  private volatile String lastOwner = "";

  Sweep(Core core, Usage usage) {
    this.database = core.database();
    this.transactions = core.ownTransactions();
    this.statements = new SqlFile("idempotency", core.names());
    this.application = core.settings().application();
    this.usage = usage;
  }

  /** Returns how many rows were erased or dropped; what is left is the next run's. */
  long run() {
    try {
      return sweepKeys();
    } finally {
      sweepUsage();
    }
  }

  private long sweepKeys() {
    long done = 0;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      List<Row> rows = transactions.run(this::sweepBatch);
      done += rows.stream().filter(row -> row.flag(3)).count();
      if (rows.isEmpty()) {
        break;
      }
    }
    return done;
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

  private void sweepUsage() {
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      String from = lastOwner;
      List<Row> last =
          transactions.run(() -> database.query(statements.get("sweep_usage"), application, from));
      if (last.isEmpty()) {
        lastOwner = "";
        break;
      }
      lastOwner = last.get(0).text(0);
    }
  }
}

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
 * waits longer than for one batch. Only for Surety's own threads.
 */
final class Sweep {

  private static final int MOST_BATCHES = 500;

  private final Database database;
  private final OwnTransactions transactions;
  private final SqlFile statements;
  private final String application;
  private final Usage usage;

  Sweep(Core core, Usage usage) {
    this.database = core.database();
    this.transactions = core.ownTransactions();
    this.statements = new SqlFile("idempotency", core.names());
    this.application = core.settings().application();
    this.usage = usage;
  }

  /** Returns how many rows were erased or dropped; what is left is the next run's. */
  long run() {
    long erased = repeat("sweep_erase", 0);
    long dropped = repeat("sweep_drop", 1);
    transactions.run(() -> database.query(statements.get("sweep_usage"), application).size());
    return erased + dropped;
  }

  private long repeat(String statement, int rowsGone) {
    long total = 0;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      int found = transactions.run(() -> batch(statement, rowsGone));
      total += found;
      if (found == 0) {
        break;
      }
    }
    return total;
  }

  private int batch(String statement, int rowsGone) {
    List<Row> rows = database.query(statements.get(statement), application);
    Map<String, Amount> byOwner = new TreeMap<>();
    rows.forEach(
        row -> byOwner.merge(row.text(0), new Amount(rowsGone, row.number(1), 0), Amount::plus));
    usage.uncount(byOwner);
    return rows.size();
  }
}

package dev.surety.core;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Short transactions with deadlines, for Surety's own threads.
 *
 * <p>A statement that waits longer than 50 ms for a lock fails with contention, one that takes
 * longer than the statement deadline is canceled by the server. A transaction in which nothing
 * happens for as long is ended by the server: its JVM stands still, and others wait for its locks.
 * Plans that scan whole tables are ruled out: a plan made while a table was small would be kept
 * when it has grown.
 */
public final class OwnTransactions {

  private final Transactions transactions;
  private final Database database;
  private final String limits;
  private final String deadline;

  public OwnTransactions(
      Transactions transactions, Database database, SqlFile core, Duration deadline) {
    this.transactions = transactions;
    this.database = database;
    this.limits = core.get("limits");
    this.deadline = deadline.toMillis() + "ms";
  }

  /** Runs the work in one transaction and commits it; an exception rolls it back. */
  public <T> T run(Supplier<T> work) {
    transactions.clear();
    return transactions.own(
        () -> {
          database.query(limits, deadline, deadline);
          return work.get();
        });
  }
}

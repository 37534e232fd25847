package dev.surety.webhook.internal;

import dev.surety.core.OwnTransactions;
import dev.surety.core.Row;
import dev.surety.webhook.internal.QueueStatements.Sequences;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Drops what is past its horizon, a few rows in a transaction with a pause after each, and lets
 * sequences go on whose next message nobody has let go. Runs wait for each other.
 */
final class Sweep implements AutoCloseable {

  private static final UUID START = new UUID(0, 0);
  private static final Duration YIELD = Duration.ofMillis(2);

  private final Statements statements;
  private final OwnTransactions transactions;
  private final QueueStatements queue;
  private final WebhookSettings.Horizons horizons;
  private final String application;
  private final List<LongSupplier> others;
  private volatile boolean closed;

  /**
   * @param others drop a few rows of what other classes look after, each in the current transaction
   */
  Sweep(
      Statements statements,
      OwnTransactions transactions,
      QueueStatements queue,
      WebhookSettings.Horizons horizons,
      String application,
      List<LongSupplier> others) {
    this.statements = statements;
    this.transactions = transactions;
    this.queue = queue;
    this.horizons = horizons;
    this.application = application;
    this.others = others;
  }

  /** How many rows it dropped; ends after so long even if there is more. */
  synchronized long run(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    promote(end);
    long dropped = repeat(end, () -> number("sweep_keys"));
    dropped += walk(end, "sweep_log", micros(horizons.log()), application);
    dropped += walk(end, "sweep_delivered", micros(horizons.delivered()), application);
    for (String ended : List.of("dead", "canceled")) {
      dropped +=
          repeat(end, () -> number("sweep_dead", application, ended, micros(horizons.dead())));
    }
    dropped += walk(end, "sweep_sequences", micros(horizons.sequence()), application);
    dropped += repeat(end, () -> number("sweep_workers", application));
    for (LongSupplier other : others) {
      dropped += repeat(end, other);
    }
    return dropped;
  }

  /** Ends a run after the batch it is at. */
  @Override
  public void close() {
    closed = true;
  }

  /** Lets sequences go on whose next message nobody has let go: whoever was to may have died. */
  synchronized void promote(Duration longest) {
    promote(System.nanoTime() + longest.toNanos());
  }

  private void promote(long end) {
    UUID after = START;
    while (after != null && goesOn(end)) {
      UUID from = after;
      Sequences found = transactions.run(() -> queue.sequences(from));
      if (!found.own().isEmpty()) {
        transactions.run(() -> queue.promote(found.own()));
      }
      after = found.last();
    }
  }

  private long repeat(long end, LongSupplier batch) {
    long dropped = 0;
    long last = 1;
    while (last > 0 && goesOn(end)) {
      last = transactions.run(batch::getAsLong);
      dropped += last;
    }
    return dropped;
  }

  private long walk(long end, String statement, Object... parameters) {
    long dropped = 0;
    UUID after = START;
    while (after != null && goesOn(end)) {
      Object[] all = new Object[parameters.length + 1];
      all[0] = after.toString();
      System.arraycopy(parameters, 0, all, 1, parameters.length);
      Row row = transactions.run(() -> statements.run(statement, all).get(0));
      dropped += row.number(0);
      after = row.isNull(1) ? null : row.uuid(1);
    }
    return dropped;
  }

  private long number(String statement, Object... parameters) {
    return statements.run(statement, parameters).get(0).number(0);
  }

  private boolean goesOn(long end) {
    if (closed || System.nanoTime() - end >= 0) {
      return false;
    }
    try {
      Thread.sleep(YIELD.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static long micros(Duration horizon) {
    return horizon.toNanos() / 1_000;
  }
}

package dev.surety.webhook.internal;

import dev.surety.core.Micros;
import dev.surety.core.OwnTransactions;
import dev.surety.core.Row;
import dev.surety.webhook.internal.QueueStatements.Sequences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Drops what is past its horizon, a few rows in a transaction with a pause after each, and lets
 * sequences go on whose next message nobody has let go. Runs wait for each other; one that ends
 * before it is through is taken up by the next.
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
  private final Map<String, UUID> cursors = new HashMap<>();
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
    List<LongUnaryOperator> steps = steps();
    long dropped = 0;
    RuntimeException failure = null;
    for (int i = 0; i < steps.size(); i++) {
      long now = System.nanoTime();
      try {
        // each has its share of what is left, so that none keeps those behind it from running
        dropped += steps.get(i).applyAsLong(now + (end - now) / (steps.size() - i));
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return dropped;
  }

  /** Each goes on until a time. */
  private List<LongUnaryOperator> steps() {
    List<LongUnaryOperator> steps = new ArrayList<>();
    steps.add(this::promote);
    steps.add(end -> repeat(end, () -> number("sweep_keys")));
    steps.add(end -> walk(end, "sweep_log", Micros.of(horizons.log()), application));
    steps.add(end -> walk(end, "sweep_delivered", Micros.of(horizons.delivered()), application));
    for (String ended : List.of("dead", "canceled")) {
      long horizon = Micros.of(horizons.dead());
      steps.add(end -> repeat(end, () -> number("sweep_dead", application, ended, horizon)));
    }
    steps.add(end -> walk(end, "sweep_sequences", Micros.of(horizons.sequence()), application));
    steps.add(end -> repeat(end, () -> number("sweep_workers", application)));
    others.forEach(other -> steps.add(end -> repeat(end, other)));
    return steps;
  }

  /** Ends a run after the batch it is at. */
  @Override
  public void close() {
    closed = true;
  }

  /** Lets sequences go on whose next message nobody has let go: whoever was to may have died. */
  synchronized void promote(Duration longest) {
    long unused = promote(System.nanoTime() + longest.toNanos());
  }

  private long promote(long end) {
    return walk(
        "promote",
        end,
        from -> {
          Sequences found = transactions.run(() -> queue.sequences(from));
          if (!found.own().isEmpty()) {
            transactions.run(() -> queue.promote(fromTheFirst(found.own())));
          }
          return new Walked(0, found.last());
        });
  }

  private static Map<UUID, Long> fromTheFirst(List<UUID> sequences) {
    return sequences.stream().collect(Collectors.toMap(sequence -> sequence, sequence -> 0L));
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

  private long walk(long end, String statement, long horizon, String whose) {
    return walk(
        statement,
        end,
        from -> {
          Row row =
              transactions.run(
                  () -> statements.run(statement, from.toString(), horizon, whose).get(0));
          return new Walked(row.number(0), row.isNull(1) ? null : row.uuid(1));
        });
  }

  /**
   * A part of a walk.
   *
   * @param last where to go on; null at the end
   */
  private record Walked(long dropped, @Nullable UUID last) {}

  /** One that did not come to its end goes on there the next time. */
  private long walk(String name, long end, Function<UUID, Walked> part) {
    long dropped = 0;
    UUID after = cursors.getOrDefault(name, START);
    while (after != null && goesOn(end)) {
      Walked walked = part.apply(after);
      dropped += walked.dropped();
      after = walked.last();
    }
    if (after == null) {
      cursors.remove(name);
    } else {
      cursors.put(name, after);
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
}

package dev.surety.core;

import dev.surety.core.Transactions.NotCommittedException;
import dev.surety.core.Transactions.Outcome;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Short transactions with deadlines, for Surety's own threads.
 *
 * <p>A statement that waits longer than 50 ms for a lock, or is canceled by a person, fails with
 * contention; one that takes longer than the statement deadline is canceled by the server. A
 * transaction in which nothing happens for as long is ended by the server: its JVM stands still,
 * and others wait for its locks. Whatever takes three deadlines in all loses its connection,
 * because a server that is cut off tells nothing. A plan is kept for all parameters; one that scans
 * whole tables is ruled out, because it would be kept when a small table has grown.
 */
public final class OwnTransactions {

  private final Transactions transactions;
  private final Database database;
  private final Watchdog watchdog;
  private final DatabaseClock clock;
  private final String limits;
  private final String surroundings;
  private final Duration deadline;
  private volatile @Nullable Boolean single;

  public OwnTransactions(
      Transactions transactions,
      Database database,
      Watchdog watchdog,
      DatabaseClock clock,
      SqlFile core,
      Duration deadline) {
    this.transactions = transactions;
    this.database = database;
    this.watchdog = watchdog;
    this.clock = clock;
    this.limits = core.get("limits");
    this.surroundings = core.get("surroundings");
    this.deadline = deadline;
  }

  /** Runs the work in one transaction and commits it; an exception rolls it back. */
  public <T> T run(Supplier<T> work) {
    giveBack();
    transactions.clear();
    long begun = System.nanoTime();
    try (Watchdog.Watch watch = watchdog.watch(deadline.multipliedBy(3))) {
      return transactions.own(() -> database.opened(limited(watch, "infinity"), work));
    } catch (PersistenceException e) {
      throw isEarlyCancel(e, begun) ? new PersistenceException(contention(e)) : e;
    }
  }

  /**
   * Whether {@link #single} runs as it must; tried until there is an answer. A driver in simple
   * query mode would end the limits before the statement, and a unit may have a user of its own,
   * who sees other tables.
   */
  public boolean haveSingle() {
    Boolean known = single;
    if (known == null && clock.isKnown()) {
      try {
        Optional<List<Row>> alone = single(surroundings);
        if (alone.isPresent()) {
          known = isLikeAny(alone.get());
          single = known;
        }
      } catch (RuntimeException unknown) {
        // What is asked for is told by a transaction why it cannot be had.
        return false;
      }
    }
    return known != null && known;
  }

  private boolean isLikeAny(List<Row> alone) {
    return alone.equals(run(() -> database.direct(surroundings))) && alone.get(0).flag(0);
  }

  /**
   * Runs one statement under the same limits with auto-commit, in a single trip: a COMMIT would be
   * the second one, and the container's bookkeeping costs as much as both. The statement's rows
   * must have a known size; see {@link Database#single}. A server that reads it past the deadline
   * does not run it. The thread keeps the connection for its next statement, until {@link
   * #giveBack}, with which every transaction here begins. Where somebody's SQL has left the
   * connection in a transaction, for longer than 250 ms, it does not run.
   *
   * @return its rows, or nothing if it could not run so, or the server refused it and nothing has
   *     changed: a transaction tells why
   * @throws PersistenceException if it met a lock or took too long, and nothing has changed; or if
   *     there was no connection
   * @throws NotCommittedException if nobody heard whether it has committed
   */
  public Optional<List<Row>> single(String sql, @Nullable Object... parameters) {
    if (!clock.isKnown()) {
      return Optional.empty();
    }
    String end = clock.now().plus(deadline).toString();
    transactions.clear();
    long begun = System.nanoTime();
    try (Watchdog.Watch watch = watchdog.watch(deadline.multipliedBy(3))) {
      return database.single(limited(watch, end), sql, parameters);
    } catch (SQLException e) {
      return switch (Fault.of(e)) {
        case REFUSED -> Optional.empty();
        case CONTENTION, TOO_SLOW ->
            throw new PersistenceException(isEarlyCancel(e, begun) ? contention(e) : e);
        case UNAVAILABLE ->
            throw Fault.isOfTheServersState(e)
                ? new PersistenceException(e)
                : new NotCommittedException(Outcome.UNKNOWN, e);
      };
    }
  }

  /** Gives back the connection that the calling thread has kept. */
  public void giveBack() {
    database.giveBack();
  }

  /**
   * The server tells the end of a wait for a lock as a user's cancel, 57014, where the statement
   * begins to wait for the next lock at that moment; a cancel by its deadline comes later.
   */
  private boolean isEarlyCancel(Exception failure, long begun) {
    return Fault.of(failure) == Fault.TOO_SLOW
        && Duration.ofNanos(System.nanoTime() - begun).toMillis() < deadline.toMillis();
  }

  private static SQLException contention(Exception failure) {
    return new SQLException("canceled before its deadline", Fault.LOCK_NOT_AVAILABLE, failure);
  }

  /** The limits cost no trip, and tell the time by the way. */
  private Opening limited(Watchdog.Watch watch, String end) {
    String millis = deadline.toMillis() + "ms";
    return new Opening(limits, List.of(millis, millis, end), watch, clock);
  }
}

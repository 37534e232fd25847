package dev.surety.idempotency.internal;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import dev.surety.core.HeldInterrupt;
import dev.surety.core.Transactions;
import dev.surety.core.Transactions.NotCommittedException;
import dev.surety.core.Transactions.Outcome;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.Heartbeat;
import dev.surety.idempotency.LostException;
import dev.surety.idempotency.RefusedException;
import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Reservation.Replay;
import dev.surety.idempotency.Reservation.Reserved;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Work and its result in one transaction: the caller's where there is one, else a new one. */
final class Once {

  private static final Map<String, List<String>> HEADERS =
      Map.of("Content-Type", List.of("application/json"));

  private final IdempotencyRuns runs;
  private final Transactions transactions;

  Once(IdempotencyRuns runs, Transactions transactions) {
    this.runs = runs;
    this.transactions = transactions;
  }

  <T extends @Nullable Object> T run(Reservation reservation, Type type, Callable<T> work)
      throws Exception {
    if (reservation instanceof Replay replay) {
      return ResultJson.read(replay.storedResponse().answer().body(), type);
    }
    if (!(reservation instanceof Reserved reserved)) {
      throw new RefusedException(reservation);
    }
    // The work's, which would keep its own end from being committed or rolled back.
    try (Heartbeat heartbeat = runs.keepAlive(reserved);
        HeldInterrupt interrupt = new HeldInterrupt()) {
      Callable<T> run =
          () -> {
            endWithTransaction(heartbeat);
            T result = call(reserved, work, interrupt);
            return complete(reserved, heartbeat, result, type);
          };
      return transactions.present() ? join(reserved, run) : begin(reserved, run);
    }
  }

  /** A run whose transaction has timed out cannot commit, so it holds its key no longer. */
  private void endWithTransaction(Heartbeat heartbeat) {
    transactions.whenEnded(outcome -> heartbeat.close());
  }

  private <T extends @Nullable Object> T join(Reserved reserved, Callable<T> run) throws Exception {
    if (!transactions.active()) {
      runs.releaseLater(reserved);
      throw new IllegalStateException("the transaction can only roll back: nothing was run");
    }
    Joined joined = new Joined(() -> runs.releaseLater(reserved));
    transactions.whenEnded(joined::ended);
    try {
      T result = run.call();
      joined.workIsOver();
      return result;
    } catch (Throwable e) {
      // The work may have ended it.
      if (transactions.present()) {
        transactions.setRollbackOnly();
      }
      if (!(e instanceof EndedByWork)) {
        joined.workIsOver();
      }
      throw e;
    }
  }

  private <T extends @Nullable Object> T begin(Reserved reserved, Callable<T> run)
      throws Exception {
    try {
      return transactions.own(
          () -> {
            try {
              return run.call();
            } catch (Throwable e) {
              throw new WorkFailure(e);
            }
          });
    } catch (WorkFailure e) {
      if (!(e.failure instanceof EndedByWork)) {
        release(reserved);
      }
      throw e.unwrapped();
    } catch (NotCommittedException e) {
      if (e.outcome() == Outcome.ROLLED_BACK) {
        release(reserved);
      }
      throw new UnavailableException("the work's transaction did not commit", e);
    }
  }

  /** Before the caller hears of its failure, so that it may try again at once. */
  private void release(Reserved reserved) {
    try {
      boolean unused = runs.release(reserved);
    } catch (SuretyException e) {
      runs.releaseLater(reserved);
    }
  }

  /** Calls the work; if that ended the transaction itself, the run ends for good. */
  private <T extends @Nullable Object> T call(
      Reserved reserved, Callable<T> work, HeldInterrupt interrupt) throws Exception {
    Object transaction = transactions.key();
    T result;
    try {
      result = interrupt.heldAfter(() -> CurrentRun.during(reserved, work));
    } catch (Throwable failure) {
      if (!Objects.equals(transaction, transactions.key())) {
        throw endedByWork(reserved, failure);
      }
      throw failure;
    }
    if (!Objects.equals(transaction, transactions.key())) {
      throw endedByWork(reserved, null);
    }
    return result;
  }

  /** After a rollback too the work may have begun and committed another transaction. */
  private EndedByWork endedByWork(Reserved reserved, @Nullable Throwable failure) {
    EndedByWork ended = new EndedByWork(failure);
    try {
      runs.completeUnstored(reserved, 500, false);
    } catch (SuretyException e) {
      ended.addSuppressed(e);
    }
    return ended;
  }

  private <T extends @Nullable Object> T complete(
      Reserved reserved, Heartbeat heartbeat, T result, Type type) {
    byte[] json = ResultJson.write(result, type);
    heartbeat.close();
    if (runs.completeInTransaction(reserved, new Answer(200, HEADERS, json)) == Completion.LOST) {
      throw new LostException("the lease ran out and another run took the key; rolled back");
    }
    return result;
  }

  /** Somebody else's transaction, whose end counts once the work is over. */
  private static final class Joined {

    private final Runnable release;
    private boolean over;
    private boolean rolledBack;

    Joined(Runnable release) {
      this.release = release;
    }

    synchronized void ended(Outcome outcome) {
      rolledBack = outcome == Outcome.ROLLED_BACK;
      releaseIfUndone();
    }

    synchronized void workIsOver() {
      over = true;
      releaseIfUndone();
    }

    private void releaseIfUndone() {
      if (over && rolledBack) {
        release.run();
      }
    }
  }

  /** The work ended the transaction that its result would have been stored in. */
  private static final class EndedByWork extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    EndedByWork(@Nullable Throwable cause) {
      super(
          "the work ended the transaction that its result is stored in; leave commit and rollback"
              + " to whoever began it, or use reserve and complete instead of once",
          cause);
    }
  }

  /** Carries the work's own exception through the transaction. */
  private static final class WorkFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Throwable failure;

    WorkFailure(Throwable failure) {
      super(failure);
      this.failure = failure;
    }

    /** Throws it if it is an error. */
    Exception unwrapped() {
      if (failure instanceof Exception exception) {
        return exception;
      }
      throw (Error) failure;
    }
  }
}

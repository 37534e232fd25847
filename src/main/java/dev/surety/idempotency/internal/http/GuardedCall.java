package dev.surety.idempotency.internal.http;

import dev.surety.core.LimitedLog;
import dev.surety.core.Transactions.Outcome;
import dev.surety.core.http.Refusal;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.Heartbeat;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.internal.IdempotencyRuns;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * One request that reserved its key, from the reservation to its answer.
 *
 * <pre>
 * open:  RESERVED ─ begin ─→ RUNNING ─ returned ─→ RETURNED
 *                            RUNNING ─ failed ─→ FAILED ─ begin ─→ RUNNING
 *
 * open ─ storing ─→ STORING ─ committed ─→ STORED
 * open ─ pending ─→ PENDING ─ ended ─────→ STORED
 * open ─ committed ─→ STORED
 * open ─ release, undone ─→ RELEASED
 * open, STORING or PENDING ─ refuse ─→ REFUSED
 * </pre>
 *
 * <p>Thread-safe: an asynchronous method may be answered before it returns. Whoever leaves the open
 * states first decides; every other change than those above does nothing.
 */
final class GuardedCall {

  enum State {
    /** The method was not called yet. */
    RESERVED,
    /** The method runs. */
    RUNNING,
    /** At least once: the method returned, and its answer is on its way. */
    RETURNED,
    /** At least once: the method threw, and its mapper's answer is on its way. */
    FAILED,
    /** At least once: the answer is on its way to the key's row. */
    STORING,
    /** Exactly once in somebody else's transaction, which has not ended. */
    PENDING,
    /** Stored; retries get this answer. */
    STORED,
    /** Nothing is stored and the same request may run again. */
    RELEASED,
    /** This request is answered with a problem, whatever the method said. */
    REFUSED
  }

  private static final LimitedLog NOT_FREED =
      new LimitedLog(
          System.getLogger(GuardedCall.class.getName()),
          Level.WARNING,
          "a key stays reserved until the database frees it, or its lease ends");

  private final GuardedMethod guarded;
  private final Reserved reserved;
  private final AnswerWriter writer;
  private final IdempotencyRuns runs;
  private State state = State.RESERVED;
  private @Nullable Heartbeat heartbeat;
  private @Nullable Written written;
  private @Nullable Refusal refusal;
  private boolean owed;

  GuardedCall(GuardedMethod guarded, Reserved reserved, AnswerWriter writer, IdempotencyRuns runs) {
    this.guarded = guarded;
    this.reserved = reserved;
    this.writer = writer;
    this.runs = runs;
  }

  GuardedMethod guarded() {
    return guarded;
  }

  Reserved reserved() {
    return reserved;
  }

  /** Writes the answer to this request. */
  AnswerWriter writer() {
    return writer;
  }

  synchronized State state() {
    return state;
  }

  /** What was stored or waits to be. */
  synchronized @Nullable Written written() {
    return written;
  }

  /** Why the request is refused, in state REFUSED. */
  synchronized @Nullable Refusal refusal() {
    return refusal;
  }

  /** The method is called now; {@code false} if it was before, and has not failed. */
  synchronized boolean begin() {
    if (state != State.RESERVED && state != State.FAILED) {
      return false;
    }
    if (state == State.RESERVED) {
      heartbeat = runs.keepAlive(reserved);
    }
    state = State.RUNNING;
    return true;
  }

  /** Writes the answer to the key's row, within the caller's transaction or outside of any. */
  Completion complete(Written answer, boolean inTransaction) {
    // The row may be locked by this very transaction until it ends: renewals must stop before.
    stopHeartbeat();
    if (answer instanceof Written.Kept kept) {
      return inTransaction
          ? runs.completeInTransaction(reserved, kept.answer())
          : runs.complete(reserved, kept.answer());
    }
    return runs.completeUnstored(reserved, answer.status(), inTransaction);
  }

  /** An answer is about to be stored; {@code false} if the call has ended otherwise. */
  synchronized boolean storing() {
    return end(State.STORING);
  }

  synchronized void committed(Written answer) {
    if (state == State.STORING || end(State.STORED)) {
      state = State.STORED;
      written = answer;
    }
  }

  synchronized void pending(Written answer) {
    if (end(State.PENDING)) {
      written = answer;
    }
  }

  /** The transaction that the answer waits for has ended; if by its timeout, the method runs on. */
  void ended(Outcome outcome) {
    stopHeartbeat();
    synchronized (this) {
      if (state == State.PENDING && outcome == Outcome.COMMITTED) {
        state = State.STORED;
      }
    }
  }

  /**
   * The transaction rolls back: the key is freed when it is settled.
   *
   * @param why the client gets a problem, {@code null} if it gets what the method said
   */
  void undone(@Nullable Refusal why) {
    synchronized (this) {
      if (!end(why == null ? State.RELEASED : State.REFUSED)) {
        return;
      }
      refusal = why;
      owed = true;
    }
    stopHeartbeat();
  }

  /** Does what could not be done before the transaction had ended. */
  void settle() {
    boolean pending;
    boolean free;
    synchronized (this) {
      pending = state == State.PENDING;
      free = owed;
      owed = false;
    }
    if (pending) {
      refuse(Refusals.notCommitted(freeUnlessCommitted()));
    } else if (free) {
      freeUnlessCommitted();
    }
  }

  synchronized void returned() {
    if (state == State.RUNNING) {
      state = State.RETURNED;
    }
  }

  synchronized void failed() {
    if (state == State.RUNNING) {
      state = State.FAILED;
    }
  }

  /** Frees the key; if that fails, as soon as the database lets. */
  void release() {
    if (end(State.RELEASED)) {
      stopHeartbeat();
      freeUnlessCommitted();
    }
  }

  /**
   * Frees the key if no answer is stored.
   *
   * <p>The transaction that stores one keeps the row locked until it ends, so that this cannot come
   * in between: who gets through knows that it rolled back.
   *
   * @return {@code true} if nothing was committed, {@code false} if that is not known
   */
  boolean freeUnlessCommitted() {
    try {
      return runs.release(reserved);
    } catch (RuntimeException e) {
      NOT_FREED.log(e);
      runs.releaseLater(reserved);
      return false;
    }
  }

  /** Decides that the client gets a problem; the key is left as it is. */
  void refuse(Refusal why) {
    stopHeartbeat();
    synchronized (this) {
      if (state == State.STORING || state == State.PENDING || end(State.REFUSED)) {
        state = State.REFUSED;
        refusal = why;
      }
    }
  }

  /** Leaves the open states; {@code false} if somebody else did before. */
  private synchronized boolean end(State next) {
    boolean open =
        switch (state) {
          case RESERVED, RUNNING, RETURNED, FAILED -> true;
          case STORING, PENDING, STORED, RELEASED, REFUSED -> false;
        };
    if (open) {
      state = next;
    }
    return open;
  }

  private void stopHeartbeat() {
    Heartbeat beating;
    synchronized (this) {
      beating = heartbeat;
    }
    if (beating != null) {
      beating.close();
    }
  }
}

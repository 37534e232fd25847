package dev.surety.idempotency.internal.http;

import dev.surety.core.Transactions.Outcome;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.Heartbeat;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.internal.IdempotencyRuns;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * One request that reserved its key, from the reservation to its answer.
 *
 * <pre>
 * RESERVED ─ begin ─→ RUNNING ─ committed ─→ STORED
 *     │                  ├─ pending ─→ PENDING ─ ended, settle ─→ STORED | REFUSED
 *     │                  └─ failed ─→ FAILED
 *     └──────── from each of these: release, undone ─→ RELEASED, refuse ─→ REFUSED
 * </pre>
 *
 * <p>Thread-safe: an asynchronous method may be answered before it returns. Whoever leaves RUNNING
 * first decides; later changes of a call that is over do nothing.
 */
final class GuardedCall {

  enum State {
    /** The method was not called yet. */
    RESERVED,
    /** The method runs, or its answer is on its way. */
    RUNNING,
    /** At least once: the method threw, and its mapper's answer is on its way. */
    FAILED,
    /** Exactly once in somebody else's transaction, which has not ended. */
    PENDING,
    /** Stored; retries get this answer. */
    STORED,
    /** Nothing is stored and the same request may run again. */
    RELEASED,
    /** This request is answered with a problem, whatever the method said. */
    REFUSED
  }

  private static final Logger LOG = System.getLogger(GuardedCall.class.getName());

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

  /** The method is called now; {@code false} if it was before. */
  synchronized boolean begin() {
    if (state != State.RESERVED) {
      return false;
    }
    state = State.RUNNING;
    heartbeat = runs.keepAlive(reserved);
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

  synchronized void committed(Written answer) {
    written = answer;
    state = State.STORED;
  }

  synchronized void pending(Written answer) {
    written = answer;
    state = State.PENDING;
  }

  /** The transaction that the answer waits for has ended. */
  synchronized void ended(Outcome outcome) {
    if (state == State.PENDING && outcome == Outcome.COMMITTED) {
      state = State.STORED;
    }
  }

  /** The transaction can only roll back, and is not ours to end: the key is freed after it. */
  void undone() {
    stopHeartbeat();
    synchronized (this) {
      state = State.RELEASED;
      owed = true;
    }
  }

  /** Does what could not be done before somebody else's transaction had ended. */
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

  synchronized void failed() {
    if (state == State.RUNNING) {
      state = State.FAILED;
    }
  }

  /** Frees the key; if that fails it stays reserved until its lease ends. */
  void release() {
    stopHeartbeat();
    synchronized (this) {
      state = State.RELEASED;
    }
    freeUnlessCommitted();
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
      LOG.log(Level.WARNING, "a key stays reserved until its lease ends: {0}", e.toString());
      return false;
    }
  }

  /** Decides that the client gets a problem; the key is left as it is. */
  RefusedCall refuse(Refusal why) {
    stopHeartbeat();
    synchronized (this) {
      state = State.REFUSED;
      refusal = why;
    }
    return why.asException();
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

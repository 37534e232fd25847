package dev.surety.core;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where transactions come from, and what the calling thread's is. */
public interface Transactions {

  /** How a transaction ended. */
  enum Outcome {
    COMMITTED,
    ROLLED_BACK,
    /** The connection broke during commit. */
    UNKNOWN
  }

  /**
   * Runs the work in a transaction of its own and commits it.
   *
   * <p>If the work throws, the transaction is rolled back and the exception passed on.
   *
   * @throws IllegalStateException if the calling thread has a transaction
   * @throws NotCommittedException if it could not begin or commit
   */
  <T> T own(Supplier<T> work);

  /**
   * Rolls back what an earlier task of any application left on this pooled thread, as can happen on
   * Payara. Only for Surety's own threads.
   */
  void clear();

  /** Whether the calling thread has a transaction, in whatever state. */
  boolean present();

  /** Whether the calling thread has a transaction that can still commit. */
  boolean active();

  /** Equal as long as the calling thread has the same transaction; null where it has none. */
  @Nullable Object key();

  /** Makes the calling thread's transaction unable to commit. */
  void setRollbackOnly();

  /** Calls back when the calling thread's transaction has ended. */
  void whenEnded(Consumer<Outcome> callback);

  /** A transaction, or a single statement, that could not begin or commit; the cause says why. */
  final class NotCommittedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    NotCommittedException(Outcome outcome, Exception cause) {
      super(cause);
      this.outcome = outcome;
    }

    /** Rolled back, or unknown. */
    public Outcome outcome() {
      return outcome;
    }
  }
}

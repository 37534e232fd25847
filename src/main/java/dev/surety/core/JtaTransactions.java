package dev.surety.core;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.function.Supplier;

/** The container's transactions; see {@link Transactions}. */
public final class JtaTransactions implements Transactions {

  private final UserTransaction transaction;

  public JtaTransactions(UserTransaction transaction) {
    this.transaction = transaction;
  }

  @Override
  public <T> T own(Supplier<T> work) {
    try {
      begin();
      boolean done = false;
      try {
        T result = work.get();
        done = true;
        return result;
      } finally {
        if (done) {
          transaction.commit();
        } else {
          rollBack();
        }
      }
    } catch (NotSupportedException
        | SystemException
        | RollbackException
        | HeuristicMixedException
        | HeuristicRollbackException e) {
      throw new TransactionFailure(e);
    }
  }

  private void begin() throws SystemException, NotSupportedException {
    // Payara leaves a transaction that an earlier task forgot on the pooled thread.
    if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
      transaction.rollback();
    }
    transaction.begin();
  }

  private void rollBack() throws SystemException {
    if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
      transaction.rollback();
    }
  }

  /** A transaction that could not begin or commit; the cause says why. */
  static final class TransactionFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TransactionFailure(Exception cause) {
      super(cause);
    }
  }
}

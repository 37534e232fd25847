package dev.surety.core;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The container's transactions; see {@link Transactions}. */
public final class JtaTransactions implements Transactions {

  private static final Logger LOG = System.getLogger(JtaTransactions.class.getName());

  private final UserTransaction transaction;
  private final TransactionSynchronizationRegistry registry;

  private JtaTransactions(
      UserTransaction transaction, TransactionSynchronizationRegistry registry) {
    this.transaction = transaction;
    this.registry = registry;
  }

  /** From JNDI: the UserTransaction that CDI injects looks itself up for each call. */
  public static JtaTransactions ofServer() {
    return new JtaTransactions(
        JavaComp.lookUp("UserTransaction", UserTransaction.class),
        JavaComp.lookUp(
            "TransactionSynchronizationRegistry", TransactionSynchronizationRegistry.class));
  }

  /** Work in an own transaction that the container rolls back after a time of whole seconds. */
  public <T> T own(Duration timeout, Supplier<T> work) {
    try {
      limit(Math.toIntExact(timeout.toSeconds()));
      return own(work);
    } finally {
      resetLimit();
    }
  }

  @Override
  public <T> T own(Supplier<T> work) {
    begin();
    boolean done = false;
    try {
      T result = work.get();
      done = true;
      return result;
    } finally {
      if (done) {
        commit();
      } else {
        rollBack();
      }
    }
  }

  @Override
  public void clear() {
    rollBack();
  }

  @Override
  public boolean present() {
    return registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
  }

  @Override
  public boolean active() {
    return registry.getTransactionStatus() == Status.STATUS_ACTIVE;
  }

  @Override
  public @Nullable Object key() {
    return registry.getTransactionKey();
  }

  @Override
  public void setRollbackOnly() {
    registry.setRollbackOnly();
  }

  @Override
  public void whenEnded(Consumer<Outcome> callback) {
    registry.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {}

          @Override
          public void afterCompletion(int status) {
            callback.accept(outcome(status));
          }
        });
  }

  private static Outcome outcome(int status) {
    return switch (status) {
      case Status.STATUS_COMMITTED -> Outcome.COMMITTED;
      case Status.STATUS_ROLLEDBACK -> Outcome.ROLLED_BACK;
      default -> Outcome.UNKNOWN;
    };
  }

  private void begin() {
    if (present()) {
      throw new IllegalStateException("the thread has a transaction already");
    }
    try {
      transaction.begin();
    } catch (NotSupportedException | SystemException e) {
      throw new NotCommittedException(Outcome.ROLLED_BACK, e);
    }
  }

  private void limit(int seconds) {
    try {
      transaction.setTransactionTimeout(seconds);
    } catch (SystemException e) {
      throw new NotCommittedException(Outcome.UNKNOWN, e);
    }
  }

  /** It would hold for this thread's later transactions, of whichever application. */
  private void resetLimit() {
    try {
      transaction.setTransactionTimeout(0);
    } catch (SystemException e) {
      LOG.log(Level.WARNING, "this thread's transactions keep a time-out that is not theirs", e);
    }
  }

  private void commit() {
    try {
      transaction.commit();
    } catch (RollbackException | HeuristicRollbackException e) {
      throw new NotCommittedException(Outcome.ROLLED_BACK, e);
    } catch (HeuristicMixedException | SystemException e) {
      throw new NotCommittedException(Outcome.UNKNOWN, e);
    }
  }

  private void rollBack() {
    try {
      // The work may have ended it, or the container after its timeout.
      if (present()) {
        transaction.rollback();
      }
    } catch (SystemException e) {
      throw new NotCommittedException(Outcome.UNKNOWN, e);
    }
  }
}

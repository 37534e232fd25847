package dev.surety.idempotency.internal.http;

import dev.surety.UnavailableException;
import dev.surety.core.HeldInterrupt;
import dev.surety.core.JtaTransactions;
import dev.surety.core.LimitedLog;
import dev.surety.core.http.CommonProblem;
import dev.surety.core.http.Refusal;
import dev.surety.core.http.RefusedCall;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.internal.CurrentRun;
import dev.surety.idempotency.internal.IdempotencyRuns;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.InternalServerErrorException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs a method and stores its answer in one transaction.
 *
 * <p>Only a returned answer that is to be stored commits. Whatever else happens rolls back and
 * frees the key. Every transaction that is begun here is ended here.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class ExactlyOnce {

  private static final Logger LOG = System.getLogger(ExactlyOnce.class.getName());
  private static final LimitedLog CANNOT_COMMIT =
      new LimitedLog(
          LOG,
          Level.WARNING,
          "a guarded method returned, but its transaction cannot commit: it swallowed a database"
              + " error, or something marked the transaction rollback-only");
  private static final LimitedLog NOT_COMMITTED =
      new LimitedLog(LOG, Level.WARNING, "the transaction of a request did not commit");

  private static final LimitedLog BEGUN_BEFORE =
      new LimitedLog(
          LOG,
          Level.ERROR,
          "a request was refused because a servlet filter, or another filter of JAX-RS, began a"
              + " transaction; leave that to Surety, or declare @Idempotent(transactional = false)");

  @Inject private IdempotencyRuns runs;

  private JtaTransactions transactions;

  @PostConstruct
  void open() {
    transactions = JtaTransactions.ofServer();
  }

  /**
   * Before anything is reserved: a transaction that a servlet filter began commits after the answer
   * has gone out.
   *
   * @throws RefusedCall if the request has one
   */
  void checkNoTransaction(GuardedMethod guarded) {
    if (transactions.present()) {
      BEGUN_BEFORE.logAbout(guarded.resource());
      throw new Refusal(
              CommonProblem.UNAVAILABLE,
              "a filter of this service begins a transaction, in which nothing runs exactly once",
              Duration.ofSeconds(1))
          .asException();
    }
  }

  @Nullable Object run(GuardedCall call, InvocationContext context) throws Exception {
    // The method's, which would keep its own answer from being stored.
    try (HeldInterrupt interrupt = new HeldInterrupt()) {
      return transactions.present()
          ? join(call, context, interrupt)
          : begin(call, context, interrupt);
    }
  }

  private @Nullable Object begin(
      GuardedCall call, InvocationContext context, HeldInterrupt interrupt) throws Exception {
    try {
      Answered answered =
          transactions.own(runs.settings().maxWork(), () -> work(call, context, interrupt));
      call.committed(answered.written());
      return answered.value();
    } catch (Undone undone) {
      call.undone(undone.refusal);
      call.settle();
      return undone.ending.call();
    } catch (RuntimeException e) {
      throw notCommitted(call, e);
    }
  }

  /** Somebody else's transaction, such as an EJB container's: theirs to end. */
  private @Nullable Object join(
      GuardedCall call, InvocationContext context, HeldInterrupt interrupt) throws Exception {
    transactions.whenEnded(call::ended);
    try {
      Answered answered = work(call, context, interrupt);
      call.pending(answered.written());
      return answered.value();
    } catch (Undone undone) {
      call.undone(undone.refusal);
      transactions.setRollbackOnly();
      return undone.ending.call();
    }
  }

  private Answered work(GuardedCall call, InvocationContext context, HeldInterrupt interrupt) {
    Object transaction = transactions.key();
    Object value;
    try {
      value = interrupt.heldAfter(() -> CurrentRun.during(call.reserved(), context::proceed));
    } catch (Throwable e) {
      throw Objects.equals(transaction, transactions.key()) ? failed(e) : endedByMethod(call, e);
    }
    if (!Objects.equals(transaction, transactions.key())) {
      throw endedByMethod(call, null);
    }
    if (!transactions.active()) {
      throw cannotCommit(call, value);
    }
    Written written = write(call, value);
    if (!StorePolicy.storable(written.status(), call.guarded().storing())) {
      throw new Undone(() -> value);
    }
    complete(call, written);
    return new Answered(value, written);
  }

  /** Nothing of it holds: what the method says of a failure is true, and of a success is not. */
  private static Undone cannotCommit(GuardedCall call, @Nullable Object value) {
    int status = Content.returned(value, call.guarded().resource().method()).status();
    return status < 400 ? new Undone(Refusals.rolledBack()) : new Undone(() -> value);
  }

  private static Written write(GuardedCall call, @Nullable Object value) {
    try {
      return call.writer().write(Content.returned(value, call.guarded().resource().method()));
    } catch (IOException e) {
      throw failed(new InternalServerErrorException("the answer could not be written", e));
    } catch (RuntimeException | Error e) {
      throw failed(e);
    }
  }

  private static void complete(GuardedCall call, Written written) {
    Completion completion;
    try {
      completion = call.complete(written, true);
    } catch (UnavailableException e) {
      throw new Undone(Refusals.unavailable(e));
    } catch (RuntimeException e) {
      CANNOT_COMMIT.log(new IllegalStateException(call.guarded().resource().toString(), e));
      throw new Undone(Refusals.rolledBack());
    }
    if (completion == Completion.LOST) {
      throw new Undone(Refusals.lost());
    }
  }

  /** What the transaction manager says of a failed commit is not always so; the row knows. */
  private static RefusedCall notCommitted(GuardedCall call, RuntimeException failure) {
    NOT_COMMITTED.log(failure);
    Refusal refusal = Refusals.notCommitted(call.freeUnlessCommitted());
    call.refuse(refusal);
    return refusal.asException();
  }

  /** After a rollback too the method may have begun and committed another transaction. */
  private static Undone endedByMethod(GuardedCall call, @Nullable Throwable failure) {
    IllegalStateException ended =
        new IllegalStateException(
            call.guarded().resource()
                + " ended the transaction that its answer is stored in. Leave it to Surety, or"
                + " declare @Idempotent(transactional = false)",
            failure);
    Written spent = new Written.Unkept(500);
    try {
      call.complete(spent, false);
      call.committed(spent);
    } catch (RuntimeException e) {
      ended.addSuppressed(e);
      call.refuse(Refusals.failed());
    }
    return failed(ended);
  }

  private static Undone failed(Throwable failure) {
    return new Undone(
        () -> {
          if (failure instanceof Exception exception) {
            throw exception;
          }
          throw (Error) failure;
        });
  }

  /** What a method returned, and how it is answered. */
  private record Answered(@Nullable Object value, Written written) {}

  /** Rolls the transaction back, and tells how the call ends after that. */
  private static final class Undone extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Callable<@Nullable Object> ending;
    private final transient @Nullable Refusal refusal;

    Undone(Callable<@Nullable Object> ending) {
      super(null, null, false, false);
      this.ending = ending;
      this.refusal = null;
    }

    Undone(Refusal refusal) {
      super(null, null, false, false);
      this.ending =
          () -> {
            throw refusal.asException();
          };
      this.refusal = refusal;
    }
  }
}

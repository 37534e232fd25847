package dev.surety.idempotency.internal;

import dev.surety.idempotency.Completion;
import dev.surety.idempotency.Idempotency;
import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Scope;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the edges need of the service beyond its public API. */
public interface IdempotencyRuns extends Idempotency {

  /**
   * Ends a run whose answer cannot be kept: a retry is told so and never runs.
   *
   * @param status what the client was answered
   * @param inTransaction whether it holds with the caller's transaction, or in one of its own
   */
  Completion completeUnstored(Reservation.Reserved reserved, int status, boolean inTransaction);

  /** Releases without waiting for the outcome; for callbacks that must not block. */
  void releaseLater(Reservation.Reserved reserved);

  /**
   * Completes when no owner runs the key any more or the configured wait is over; empty if too many
   * wait already. Holds no thread; completes on one of Surety's.
   */
  Optional<CompletableFuture<Void>> awaitOwner(Scope scope, String key);

  IdempotencySettings settings();
}

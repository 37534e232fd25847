package dev.surety.idempotency.internal;

import dev.surety.idempotency.Answer;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.Reservation.Ticket;
import dev.surety.idempotency.ReserveOptions;
import java.util.UUID;
import java.util.function.Supplier;

/** What a caller asks of the store; many of them share one transaction. */
sealed interface Command {

  /** Answered by a reservation, or by the exception that refuses it. */
  record Reserve(ScopedKey key, String requestHash, UUID token, ReserveOptions options)
      implements Command {

    Ticket ticket() {
      return new Ticket(key.keyHash(), key.ownerHash(), token, options);
    }
  }

  /** Answered by a completion. */
  record Complete(Ticket ticket, State state, Answer answer) implements Command {}

  /** Answered by whether it changed anything. */
  record Release(Ticket ticket) implements Command {}

  /** Answered by whether the run still has its owner. */
  record Renew(Ticket ticket) implements Command {}

  /** Anything rare, answered by what it returns. */
  record Ask(Supplier<?> statement) implements Command {}
}

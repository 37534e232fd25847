package dev.surety.idempotency.internal.http;

import dev.surety.UnavailableException;
import dev.surety.core.http.CommonProblem;
import dev.surety.core.http.Refusal;
import dev.surety.idempotency.LimitExceededException;
import dev.surety.idempotency.Reservation;
import java.time.Duration;

/** The refusals that more than one place gives. */
final class Refusals {

  private static final Duration SOON = Duration.ofSeconds(1);

  private Refusals() {}

  /** Why a request may neither run nor be answered with what is stored. */
  static Refusal of(Reservation reservation) {
    if (reservation instanceof Reservation.InFlight inFlight) {
      return new Refusal(
          IdempotencyProblem.IN_FLIGHT, "try again with the same key", inFlight.retryAfter());
    }
    if (reservation instanceof Reservation.Expired expired) {
      return expired.missing() == Reservation.Missing.PAST_TTL
          ? Refusal.of(IdempotencyProblem.ANSWER_EXPIRED, "the request ran; do not send it again")
          : answerNotStored();
    }
    if (reservation instanceof Reservation.Held) {
      return Refusal.of(
          IdempotencyProblem.OUTCOME_UNKNOWN,
          "an operator has to decide what became of the request");
    }
    return Refusal.of(IdempotencyProblem.KEY_CONFLICT, "send another request with another key");
  }

  static Refusal answerNotStored() {
    return Refusal.of(
        IdempotencyProblem.ANSWER_NOT_STORED, "the request ran; do not send it again");
  }

  static Refusal unavailable(UnavailableException e) {
    return new Refusal(CommonProblem.UNAVAILABLE, "try again with the same key", e.retryAfter());
  }

  /** A failure of ours that is not the client's to understand. */
  static Refusal failed() {
    return new Refusal(CommonProblem.UNAVAILABLE, "try again with the same key", SOON);
  }

  static Refusal limit(LimitExceededException e) {
    return new Refusal(
        IdempotencyProblem.LIMIT_EXCEEDED, "try again later with the same key", e.retryAfter());
  }

  static Refusal rolledBack() {
    return new Refusal(
        IdempotencyProblem.ROLLED_BACK, "nothing was changed; try again with the same key", SOON);
  }

  /**
   * @param known whether it is certain that nothing was committed
   */
  static Refusal notCommitted(boolean known) {
    return known
        ? rolledBack()
        : new Refusal(
            CommonProblem.UNAVAILABLE,
            "whether the request took effect is not known yet; try again with the same key",
            SOON);
  }

  static Refusal lost() {
    return Refusal.of(
        IdempotencyProblem.RUN_LOST,
        "the request ran too long and another run has its key; try again with the same key");
  }
}

package dev.surety.idempotency.internal;

import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Reservation.Conflict;
import dev.surety.idempotency.Reservation.Expired;
import dev.surety.idempotency.Reservation.Held;
import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Missing;
import dev.surety.idempotency.Reservation.Replay;
import java.time.Duration;

/**
 * What a row means for a request with its key; the one place where states are judged.
 *
 * <p>The statement {@code take} decides again under the row's lock; this decides whether to ask it.
 */
sealed interface Ruling {

  /** The answer is known without writing. */
  record Decided(Reservation reservation) implements Ruling {}

  /** There is an answer, too large to be read along with others. */
  record Large() implements Ruling {}

  /** The key may run again; the database decides who runs it. */
  record Takeable() implements Ruling {}

  static Ruling of(KeyRow row, String requestHash, Duration retryAfter) {
    if (row.buried()) {
      return new Takeable();
    }
    if (!row.requestHash().equals(requestHash)) {
      return new Decided(new Conflict());
    }
    return switch (row.state()) {
      case RELEASED -> new Takeable();
      case RUNNING -> running(row, retryAfter);
      case COMPLETED -> row.expired() ? new Decided(new Expired(Missing.PAST_TTL)) : answered(row);
      case UNSTORED -> new Decided(new Expired(Missing.NOT_STORED));
      case EXPIRED -> new Decided(new Expired(Missing.PAST_TTL));
    };
  }

  private static Ruling answered(KeyRow row) {
    return row.answer().isPresent() ? new Decided(new Replay(row.storedResponse())) : new Large();
  }

  private static Ruling running(KeyRow row, Duration retryAfter) {
    if (!row.lapsed()) {
      return new Decided(new InFlight(retryAfter));
    }
    return row.hold() ? new Decided(new Held()) : new Takeable();
  }
}

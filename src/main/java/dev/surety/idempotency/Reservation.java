package dev.surety.idempotency;

import java.time.Duration;
import java.util.UUID;

/** What {@link Idempotency#reserve} decided; exactly one of the records below. */
public sealed interface Reservation {

  /**
   * The caller owns the key until its lease ends, runs the work and completes or releases it.
   *
   * @param ticket names the row and fences late writers; opaque
   * @param attempt 1 for the first run of this key
   * @param takeover whether an earlier owner fell silent while it ran, so that its effect may exist
   */
  record Reserved(Ticket ticket, int attempt, boolean takeover) implements Reservation {}

  /** The request was answered before, and this is the answer. */
  record Replay(StoredResponse storedResponse) implements Reservation {}

  /** Another owner runs it now; ask again after {@code retryAfter}. */
  record InFlight(Duration retryAfter) implements Reservation {}

  /** The key belongs to another request; nothing is told of that one. */
  record Conflict() implements Reservation {}

  /** It was answered before and the answer is no longer, or never was, kept. Never run again. */
  record Expired(Missing missing) implements Reservation {}

  /** An owner died, its outcome is unknown, and {@link Recovery#HOLD} waits for a decision. */
  record Held() implements Reservation {}

  /** Why an answered request has no answer to replay. */
  enum Missing {
    /** The answer was kept for its time to live. */
    PAST_TTL,
    /** The answer could not be kept: too large, or streamed. */
    NOT_STORED
  }

  /**
   * The right to complete one run of one key.
   *
   * @param keyHash names the row, 64 hex digits; the key itself is not stored
   * @param ownerHash names the share the row counts against, 64 hex digits
   * @param token fences: another owner of the same key has another token
   * @param options how the key was reserved
   */
  record Ticket(String keyHash, String ownerHash, UUID token, ReserveOptions options) {
    @Override
    public String toString() {
      return "Ticket";
    }
  }
}

package dev.surety.idempotency.internal;

import dev.surety.SuretyException;
import dev.surety.core.Micros;
import dev.surety.core.Row;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.KeySnapshot;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.StoredResponse;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A key's row as one look at it found it; {@code lapsed}, {@code expired} and {@code buried} are
 * the database clock's verdicts on its lease, answer and tombstone.
 *
 * @param answer the stored answer, if there is one and the look was to bring it
 */
record KeyRow(
    String keyHash,
    String requestHash,
    State state,
    boolean hold,
    boolean lapsed,
    boolean expired,
    boolean buried,
    Optional<Answer> answer,
    KeySnapshot snapshot) {

  private static final int HASH_DIGITS = 64;

  /**
   * Reads a row of the statement {@code look}.
   *
   * @throws SuretyException if the row is corrupt; such a key is never run again
   */
  static KeyRow of(Row row) {
    State state = state(row.text(2));
    boolean expired = row.flag(6);
    check(row.text(1).length() == HASH_DIGITS, "request_hash has not 32 bytes");
    Instant expiresAt = Micros.instant(row.number(13));
    return new KeyRow(
        row.text(0),
        row.text(1),
        state,
        row.flag(4),
        row.flag(5),
        expired,
        row.flag(7),
        state == State.COMPLETED && !expired && !row.flag(15)
            ? Optional.of(answer(row))
            : Optional.empty(),
        new KeySnapshot(
            state == State.COMPLETED && expired ? State.EXPIRED : state,
            row.integer(3),
            Micros.instant(row.number(11)),
            Micros.instant(row.number(12)),
            expiresAt,
            state == State.RUNNING && row.flag(4) && row.flag(5),
            row.isNull(14) ? Optional.empty() : Optional.of(row.text(14))));
  }

  StoredResponse storedResponse() {
    return new StoredResponse(answer.orElseThrow(), snapshot.createdAt(), snapshot.expiresAt());
  }

  private static Answer answer(Row row) {
    check(!row.isNull(8) && !row.isNull(9) && !row.isNull(10), "an answered row has no answer");
    int status = row.integer(8);
    check(status >= 200 && status <= 599, "status " + status + " is not a final status");
    return new Answer(status, StoredHeadersJson.read(row.text(9)), row.bytes(10));
  }

  static State state(String text) {
    try {
      return State.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw corrupt("its state is unknown");
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw corrupt(otherwise);
    }
  }

  /** What refuses a row that could not be read. */
  static SuretyException corrupt(RuntimeException unreadable) {
    return unreadable instanceof SuretyException known
        ? known
        : corrupt("it cannot be read (" + unreadable.getClass().getSimpleName() + ")");
  }

  static SuretyException corrupt(String why) {
    return new SuretyException(
        "the row of an idempotency key is corrupt and is not run again: " + why);
  }
}

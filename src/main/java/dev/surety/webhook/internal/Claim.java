package dev.surety.webhook.internal;

import dev.surety.core.Micros;
import dev.surety.core.Row;
import dev.surety.webhook.internal.send.HeaderJson;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A claimed delivery.
 *
 * @param due when it was due, in microseconds since 1970
 * @param doom why it is not to be sent any more, empty if it is to be
 */
record Claim(Job job, long due, String doom) {

  private static final int PROBE = 30;

  /** Reads a row of {@code claim} or {@code probe}. */
  static Claim of(Row row) {
    Job job =
        new Job(
            row.uuid(0),
            row.integer(1),
            new Lane(row.uuid(2), row.uuid(3)),
            row.integer(5) + 1,
            row.width() > PROBE ? row.uuid(PROBE) : null,
            message(row),
            row.isNull(24) ? null : receiver(row));
    return new Claim(job, row.number(4), row.text(6));
  }

  private static Job.Message message(Row row) {
    return new Job.Message(
        row.text(7),
        row.text(8),
        row.text(9),
        row.text(10),
        row.text(11),
        row.text(12),
        row.bytes(13),
        headers(row, 14),
        text(row, 15),
        row.isNull(16) ? null : row.number(16),
        row.integer(17),
        row.isNull(18) ? null : Micros.instant(row.number(18)),
        row.isNull(19) ? null : new Job.Task(row.text(19), text(row, 20), text(row, 21)),
        text(row, 22),
        row.flag(23));
  }

  private static Job.Receiver receiver(Row row) {
    return new Job.Receiver(
        row.text(24),
        text(row, 25),
        row.text(26),
        headers(row, 27),
        text(row, 28),
        row.isNull(29) ? null : row.integer(29));
  }

  private static @Nullable String text(Row row, int column) {
    return row.isNull(column) ? null : row.text(column);
  }

  private static Map<String, String> headers(Row row, int column) {
    return row.isNull(column) ? Map.of() : HeaderJson.read(row.text(column));
  }
}

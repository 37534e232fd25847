package dev.surety.webhook.internal;

import dev.surety.core.LimitedLog;
import dev.surety.core.Micros;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.webhook.internal.Verdict.Dead;
import dev.surety.webhook.internal.Verdict.Deferred;
import dev.surety.webhook.internal.Verdict.Retry;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Job.Task;
import dev.surety.webhook.internal.send.Outcomes;
import dev.surety.webhook.internal.send.SendResult.Answered;
import dev.surety.webhook.internal.send.SendResult.Unanswered;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes attempts down, in the current transaction. */
final class LogStatements {

  private static final int LONGEST_ERROR = 200;

  private final Statements statements;
  private final String application;
  private final int excerpt;

  /**
   * @param excerpt how many characters of answers are kept
   */
  LogStatements(Statements statements, String application, int excerpt) {
    this.statements = statements;
    this.application = application;
    this.excerpt = excerpt;
  }

  /** Tells of which deliveries they were not written down before. */
  Set<UUID> write(List<Outcome> attempts) {
    Set<UUID> written = new HashSet<>();
    List<Row> rows =
        statements.run(
            "log",
            SqlArray.ofUuid(attempts, one -> one.job().id()),
            SqlArray.ofBigint(attempts, one -> (long) one.job().fence()),
            texts(attempts, message -> withoutQuery(message.url())),
            tasks(attempts, Task::id),
            tasks(attempts, Task::type),
            tasks(attempts, Task::notification),
            texts(attempts, Job.Message::sequenceKey),
            SqlArray.ofBigint(attempts, one -> one.job().message().sequenceNumber()),
            SqlArray.ofBigint(attempts, one -> (long) one.job().attempt()),
            SqlArray.ofBigint(attempts, one -> (long) one.job().message().maxAttempts()),
            SqlArray.ofText(attempts, one -> Outcomes.of(one.result())),
            SqlArray.ofBigint(attempts, LogStatements::status),
            SqlArray.ofBigint(attempts, one -> one.took().toMillis()),
            SqlArray.ofBigint(attempts, one -> (long) one.job().message().body().length),
            SqlArray.ofText(attempts, LogStatements::error),
            SqlArray.ofBigint(attempts, LogStatements::nextRetry),
            SqlArray.ofText(attempts, this::excerpt),
            application);
    rows.forEach(row -> written.add(row.uuid(0)));
    return written;
  }

  private static Long status(Outcome outcome) {
    return outcome.result() instanceof Answered answered ? (long) answered.status() : 0L;
  }

  private static @Nullable String error(Outcome outcome) {
    return outcome.result() instanceof Unanswered unanswered
        ? cut(unanswered.error(), LONGEST_ERROR)
        : null;
  }

  private static @Nullable Long nextRetry(Outcome outcome) {
    if (outcome.verdict() instanceof Dead || outcome.verdict() instanceof Verdict.Delivered) {
      return null;
    }
    Duration after =
        outcome.verdict() instanceof Retry retry
            ? retry.after()
            : ((Deferred) outcome.verdict()).after();
    return Micros.of(after);
  }

  private @Nullable String excerpt(Outcome outcome) {
    return excerpt > 0 && outcome.result() instanceof Answered answered
        ? cut(answered.excerpt(), excerpt)
        : null;
  }

  /** Remote text, as a column takes it. */
  private static String cut(String text, int longest) {
    String clean = LimitedLog.clean(text, 4 * longest);
    return clean.length() <= longest ? clean : clean.substring(0, longest);
  }

  private static String withoutQuery(String url) {
    int end = url.indexOf('?');
    return end < 0 ? url : url.substring(0, end);
  }

  private static SqlArray texts(
      List<Outcome> attempts, Function<Job.Message, @Nullable String> column) {
    return SqlArray.ofText(attempts, one -> column.apply(one.job().message()));
  }

  private static SqlArray tasks(List<Outcome> attempts, Function<Task, @Nullable String> column) {
    return SqlArray.ofText(
        attempts,
        one -> {
          Task task = one.job().message().task();
          return task == null ? null : column.apply(task);
        });
  }
}

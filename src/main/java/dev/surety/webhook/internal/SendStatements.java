package dev.surety.webhook.internal;

import dev.surety.core.Fault;
import dev.surety.core.Flush;
import dev.surety.core.Micros;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.webhook.internal.send.Job.Task;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The statements by which messages are queued. */
final class SendStatements {

  private final Statements statements;
  private final String application;

  SendStatements(Statements statements, String application) {
    this.statements = statements;
    this.application = application;
  }

  /** A key that was taken before: by which delivery, with which body. */
  record Taken(UUID bodyHash, UUID delivery) {}

  /**
   * Takes keys; those that are left out have been taken before.
   *
   * @param horizon for how many microseconds, from when it may be sent
   */
  Set<UUID> take(Collection<Draft> drafts, ToLongFunction<Draft> horizon) {
    Set<UUID> taken = new HashSet<>();
    statements
        .run(
            "take",
            SqlArray.ofUuid(drafts, Draft::key),
            SqlArray.ofUuid(drafts, Draft::bodyHash),
            SqlArray.ofUuid(drafts, Draft::id),
            SqlArray.ofBigint(drafts, Draft::notBefore),
            SqlArray.ofBigint(drafts, horizon::applyAsLong),
            application)
        .forEach(row -> taken.add(row.uuid(0)));
    return taken;
  }

  /** Gives back keys that were taken. */
  void untake(Collection<Draft> drafts) {
    List<Row> unused =
        statements.run(
            "untake", SqlArray.ofUuid(drafts, Draft::key), SqlArray.ofUuid(drafts, Draft::id));
  }

  Map<UUID, Taken> taken(Collection<UUID> keys) {
    Map<UUID, Taken> taken = new HashMap<>();
    statements
        .run("taken", SqlArray.ofUuid(keys, key -> key))
        .forEach(row -> taken.put(row.uuid(0), new Taken(row.uuid(1), row.uuid(2))));
    return taken;
  }

  /**
   * Locks sequences and takes so many numbers of each; the last one of each.
   *
   * @throws Flush.Busy if one is locked: all that go to it can wait
   */
  Map<UUID, Long> number(Map<UUID, Long> many) {
    Map<UUID, Long> last = new HashMap<>();
    try {
      statements
          .run(
              "number",
              SqlArray.ofUuid(many.keySet(), sequence -> sequence),
              SqlArray.ofBigint(many.values(), number -> number),
              application)
          .forEach(row -> last.put(row.uuid(0), row.number(1)));
    } catch (RuntimeException e) {
      if (Fault.of(e) == Fault.CONTENTION) {
        throw new Flush.Busy(
            "another transaction has locked the sequence; roll back and try again", e);
      }
      throw e;
    }
    return last;
  }

  /** Which of the locked sequences have messages, of which the newest cannot end before us. */
  Set<UUID> newest(Collection<UUID> sequences) {
    Set<UUID> found = new HashSet<>();
    statements
        .run("newest", SqlArray.ofUuid(sequences, sequence -> sequence))
        .forEach(row -> found.add(row.uuid(0)));
    return found;
  }

  /**
   * Queues messages; the time, in microseconds since 1970, and of a lone message when it is due.
   */
  long send(List<Numbered> messages) {
    return messages.size() == 1 ? sendOne(messages.get(0)) : sendMany(messages);
  }

  private long sendOne(Numbered message) {
    Draft draft = message.draft();
    Task task = draft.task();
    return statements
        .run(
            "send_one",
            draft.id(),
            draft.lane().circuit(),
            draft.lane().endpoint(),
            message.waiting() ? "waiting" : "ready",
            time(draft.notBefore()),
            draft.sequence(),
            message.number(),
            draft.tenant(),
            draft.url(),
            draft.circuitKey(),
            draft.type(),
            draft.webhookId(),
            draft.contentType(),
            draft.body(),
            draft.headers(),
            draft.sequenceKey(),
            draft.maxAttempts(),
            time(draft.expiresAt()),
            task == null ? null : task.id(),
            task == null ? null : task.type(),
            task == null ? null : task.notification(),
            draft.traceparent(),
            application,
            draft.body().length)
        .get(0)
        .micros(0);
  }

  private static @Nullable OffsetDateTime time(@Nullable Long micros) {
    return micros == null ? null : Micros.instant(micros).atOffset(ZoneOffset.UTC);
  }

  private long sendMany(List<Numbered> messages) {
    Row row =
        statements
            .run(
                "send",
                uuids(messages, Draft::id),
                uuids(messages, draft -> draft.lane().circuit()),
                uuids(messages, draft -> draft.lane().endpoint()),
                SqlArray.ofText(messages, one -> one.waiting() ? "waiting" : "ready"),
                numbers(messages, Draft::notBefore),
                uuids(messages, Draft::sequence),
                SqlArray.ofBigint(messages, Numbered::number),
                texts(messages, Draft::tenant),
                texts(messages, Draft::url),
                texts(messages, Draft::circuitKey),
                texts(messages, Draft::type),
                texts(messages, Draft::webhookId),
                texts(messages, Draft::contentType),
                SqlArray.ofBytes(messages, one -> one.draft().body()),
                texts(messages, Draft::headers),
                texts(messages, Draft::sequenceKey),
                numbers(messages, draft -> (long) draft.maxAttempts()),
                numbers(messages, Draft::expiresAt),
                ofTasks(messages, Task::id),
                ofTasks(messages, Task::type),
                ofTasks(messages, Task::notification),
                texts(messages, Draft::traceparent),
                application)
            .get(0);
    return row.number(0);
  }

  private static SqlArray uuids(List<Numbered> messages, Function<Draft, @Nullable UUID> column) {
    return SqlArray.ofUuid(messages, one -> column.apply(one.draft()));
  }

  private static SqlArray numbers(List<Numbered> messages, Function<Draft, @Nullable Long> column) {
    return SqlArray.ofBigint(messages, one -> column.apply(one.draft()));
  }

  private static SqlArray texts(List<Numbered> messages, Function<Draft, @Nullable String> column) {
    return SqlArray.ofText(messages, one -> column.apply(one.draft()));
  }

  private static SqlArray ofTasks(
      List<Numbered> messages, Function<Task, @Nullable String> column) {
    return SqlArray.ofText(
        messages, one -> one.draft().task() == null ? null : column.apply(one.draft().task()));
  }
}

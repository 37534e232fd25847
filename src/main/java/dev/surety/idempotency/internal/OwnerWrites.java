package dev.surety.idempotency.internal;

import dev.surety.core.Database;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.Reservation.Ticket;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the owner of a run writes within the current transaction; a token that is stale changes
 * nothing.
 */
final class OwnerWrites {

  private final Database database;
  private final SqlFile statements;
  private final Duration deadline;

  /**
   * @param deadline bounds what runs in the application's transaction
   */
  OwnerWrites(Database database, SqlFile statements, Duration deadline) {
    this.database = database;
    this.statements = statements;
    this.deadline = deadline;
  }

  Completion complete(Ticket ticket, State state, Answer answer) {
    return completion(
        database.direct(statements.get("complete"), parameters(ticket, state, answer)));
  }

  /** Does so in the application's transaction, which can only roll back if this throws. */
  Completion completeJoined(Ticket ticket, State state, Answer answer) {
    return completion(
        database.directWithin(
            deadline, statements.get("complete"), parameters(ticket, state, answer)));
  }

  /** Frees runs; which it did. */
  Set<Ticket> release(List<Ticket> tickets) {
    if (tickets.isEmpty()) {
      return Set.of();
    }
    SqlArray ttls = SqlArray.ofBigint(tickets, ticket -> ticket.options().ttl().toMillis());
    return among(
        tickets, database.direct(statements.get("release"), keys(tickets), tokens(tickets), ttls));
  }

  /** Extends leases; which runs still have their owner. */
  Set<Ticket> renew(List<Ticket> tickets) {
    if (tickets.isEmpty()) {
      return Set.of();
    }
    SqlArray keys = keys(tickets);
    SqlArray tokens = tokens(tickets);
    SqlArray leases = SqlArray.ofBigint(tickets, ticket -> ticket.options().lease().toMillis());
    Set<Ticket> owned =
        among(tickets, database.direct(statements.get("renew"), keys, tokens, leases));
    if (owned.size() < tickets.size()) {
      owned.addAll(among(tickets, database.direct(statements.get("owned"), keys, tokens)));
    }
    return owned;
  }

  private static Completion completion(List<Row> completed) {
    return completed.isEmpty() ? Completion.LOST : Completion.COMPLETED;
  }

  private static Object[] parameters(Ticket ticket, State state, Answer answer) {
    long ttl = ticket.options().ttl().toMillis();
    return new Object[] {
      state.name().toLowerCase(Locale.ROOT),
      answer.status(),
      StoredHeadersJson.write(answer.headers()),
      answer.body(),
      ttl,
      ttl,
      ticket.keyHash(),
      ticket.token().toString()
    };
  }

  private static SqlArray keys(List<Ticket> tickets) {
    return SqlArray.ofBytea(tickets, Ticket::keyHash);
  }

  private static SqlArray tokens(List<Ticket> tickets) {
    return SqlArray.ofUuid(tickets, Ticket::token);
  }

  /** The tickets of the rows, each of which begins with a key and its token. */
  private static Set<Ticket> among(Collection<Ticket> tickets, List<Row> rows) {
    Set<String> found =
        rows.stream().map(row -> row.text(0) + row.text(1)).collect(Collectors.toSet());
    return tickets.stream()
        .filter(ticket -> found.contains(ticket.keyHash() + ticket.token()))
        .collect(Collectors.toCollection(HashSet::new));
  }
}

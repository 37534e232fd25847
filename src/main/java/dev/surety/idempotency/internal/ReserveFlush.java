package dev.surety.idempotency.internal;

import dev.surety.SuretyException;
import dev.surety.core.ArrayLiteral;
import dev.surety.core.Database;
import dev.surety.core.Row;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.LimitExceededException;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.internal.Command.Reserve;
import dev.surety.idempotency.internal.Ruling.Decided;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reserves a batch of keys within one transaction: look, take what is free, claim what is new, and
 * look again at what others were faster for.
 *
 * <p>Looking first keeps replays free of writes. Of equal keys in a batch the first one asks, the
 * others are judged by what it leaves. A state that is not understood is in flight, never run.
 */
final class ReserveFlush {

  private final Database database;
  private final SqlFile statements;
  private final Usage usage;
  private final Usage.Notes notes;
  private final String application;
  private final Duration retryAfter;

  private final Map<String, List<Reserve>> open = new TreeMap<>();
  private final IdentityHashMap<Reserve, Object> answers = new IdentityHashMap<>();

  ReserveFlush(
      Database database,
      SqlFile statements,
      Usage usage,
      Usage.Notes notes,
      String application,
      Duration retryAfter) {
    this.database = database;
    this.statements = statements;
    this.usage = usage;
    this.notes = notes;
    this.application = application;
    this.retryAfter = retryAfter;
  }

  /**
   * Each request's {@link dev.surety.idempotency.Reservation}, or the exception that refuses it.
   */
  IdentityHashMap<Reserve, Object> run(Collection<Reserve> requests) {
    requests.forEach(
        request ->
            open.computeIfAbsent(request.key().keyHash(), key -> new ArrayList<>()).add(request));
    Map<String, Object> known = look();
    judge(known);
    List<Reserve> first = open.values().stream().map(same -> same.get(0)).toList();
    take(first.stream().filter(r -> known.containsKey(r.key().keyHash())).toList());
    claim(first.stream().filter(r -> !known.containsKey(r.key().keyHash())).toList());
    if (!open.isEmpty()) {
      judge(look());
      open.values().forEach(same -> same.forEach(r -> answers.put(r, new InFlight(retryAfter))));
    }
    return answers;
  }

  /** By key: its row, or the exception that says why it cannot be read. */
  private Map<String, Object> look() {
    Map<String, Object> known = new HashMap<>();
    for (Row row : database.query(statements.get("look"), KeyQueries.bytea(open.keySet()))) {
      try {
        known.put(row.text(0), KeyRow.of(row));
      } catch (SuretyException corrupt) {
        known.put(row.text(0), corrupt);
      }
    }
    return known;
  }

  private void judge(Map<String, Object> known) {
    known.forEach(
        (key, row) -> {
          List<Reserve> same = open.getOrDefault(key, new ArrayList<>());
          same.removeIf(request -> decided(row, request));
          if (same.isEmpty()) {
            open.remove(key);
          }
        });
  }

  private boolean decided(Object row, Reserve request) {
    if (!(row instanceof KeyRow readable)) {
      answers.put(request, row);
      return true;
    }
    if (Ruling.of(readable, request.requestHash(), retryAfter) instanceof Decided decided) {
      answers.put(request, decided.reservation());
      return true;
    }
    return false;
  }

  private void take(List<Reserve> requests) {
    if (requests.isEmpty()) {
      return;
    }
    for (Row row : database.query(statements.get("take"), asked(requests).toArray())) {
      Reserve winner = settle(row.text(0));
      answers.put(winner, new Reserved(winner.ticket(), row.integer(1), row.flag(2)));
      if (row.number(3) > 0) {
        notes.freed(winner.key().ownerHash(), row.number(3));
      }
    }
  }

  private void claim(List<Reserve> requests) {
    if (requests.isEmpty()) {
      return;
    }
    Map<Reserve, LimitExceededException> refused = usage.admit(requests, notes);
    List<Reserve> admitted = requests.stream().filter(r -> !refused.containsKey(r)).toList();
    refused.forEach((request, limit) -> answers.put(settle(request.key().keyHash()), limit));
    if (admitted.isEmpty()) {
      usage.uncount(requests, notes);
      return;
    }
    List<Reserve> notInserted = new ArrayList<>(requests);
    List<Object> parameters = asked(admitted);
    parameters.add(application);
    parameters.add(ArrayLiteral.ofBytea(admitted, r -> r.key().ownerHash()));
    for (Row row : database.query(statements.get("claim"), parameters.toArray())) {
      Reserve winner = settle(row.text(0));
      answers.put(winner, new Reserved(winner.ticket(), 1, false));
      notInserted.remove(winner);
    }
    usage.uncount(notInserted, notes);
  }

  /** The first open request for the key, which is no longer open. */
  private Reserve settle(String key) {
    List<Reserve> same = open.getOrDefault(key, List.of());
    Reserve first = same.remove(0);
    if (same.isEmpty()) {
      open.remove(key);
    }
    return first;
  }

  private static List<Object> asked(List<Reserve> requests) {
    List<Object> columns = new ArrayList<>();
    columns.add(ArrayLiteral.ofBytea(requests, r -> r.key().keyHash()));
    columns.add(ArrayLiteral.ofBytea(requests, Reserve::requestHash));
    columns.add(ArrayLiteral.of(requests, Reserve::token));
    columns.add(ArrayLiteral.of(requests, r -> r.options().recovery() == Recovery.HOLD));
    columns.add(ArrayLiteral.of(requests, r -> r.options().lease().toMillis()));
    columns.add(ArrayLiteral.of(requests, r -> r.options().ttl().toMillis()));
    return columns;
  }
}

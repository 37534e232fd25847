package dev.surety.idempotency.internal;

import dev.surety.core.Database;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.LimitExceededException;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.internal.Command.Reserve;
import dev.surety.idempotency.internal.Ruling.Decided;
import dev.surety.idempotency.internal.Ruling.Large;
import dev.surety.idempotency.internal.Ruling.Takeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reserves a batch of keys within one transaction: claim what is new, take what is free, and look
 * again at what others were faster for.
 *
 * <p>What is known is not written to, which keeps replays free of writes. Of equal keys in a batch
 * the first one asks, the others are judged by what it leaves. A state that is not understood is in
 * flight, never run.
 */
final class ReserveFlush {

  /**
   * Larger answers are read one by one, so that a batch of them neither waits nor fills the heap.
   */
  static final int SMALL_BODY = 64 << 10;

  private final Database database;
  private final SqlFile statements;
  private final Usage usage;
  private final Shares.Notes notes;
  private final String application;
  private final Duration retryAfter;

  private final Map<String, List<Reserve>> open = new TreeMap<>();
  private final Set<Reserve> counted = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Reserve, Object> answers = new IdentityHashMap<>();

  ReserveFlush(
      Database database,
      SqlFile statements,
      Usage usage,
      Shares.Notes notes,
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
   * Each request's {@link dev.surety.idempotency.Reservation}, the {@link Ruling.Large} that asks
   * to read it alone, or the exception that refuses it.
   */
  IdentityHashMap<Reserve, Object> run(Collection<Reserve> requests) {
    requests.forEach(
        request ->
            open.computeIfAbsent(request.key().keyHash(), key -> new ArrayList<>()).add(request));
    admit(usage.near(requests));
    Map<String, Object> known = claim();
    judge(known);
    take(first().filter(r -> known.containsKey(r.key().keyHash())).toList());
    if (!open.isEmpty()) {
      judge(look());
      open.values().forEach(same -> same.forEach(r -> answers.put(r, new InFlight(retryAfter))));
    }
    return answers;
  }

  /** Counts the new keys of principals near their limits, before they are inserted. */
  private void admit(Set<String> near) {
    if (near.isEmpty()) {
      return;
    }
    Map<String, Object> known = look();
    judge(known);
    List<Reserve> fresh =
        first()
            .filter(r -> near.contains(r.key().ownerHash()))
            .filter(r -> !known.containsKey(r.key().keyHash()))
            .toList();
    counted.addAll(fresh);
    usage.admit(fresh, notes).forEach((request, limit) -> refuse(request.key().keyHash(), limit));
  }

  /** Whoever asked for the key beside the one that was counted has no more room. */
  private void refuse(String key, LimitExceededException limit) {
    List<Reserve> same = open.getOrDefault(key, List.of());
    open.remove(key);
    same.forEach(request -> answers.put(request, limit));
  }

  private Stream<Reserve> first() {
    return open.values().stream().map(same -> same.get(0));
  }

  private Map<String, Object> look() {
    return known(
        database.direct(statements.get("look"), KeyQueries.bytea(open.keySet()), SMALL_BODY));
  }

  /** Claims what is new; returns what is known of the rest. */
  private Map<String, Object> claim() {
    List<Reserve> first = first().toList();
    List<Row> rows = List.of();
    if (!first.isEmpty()) {
      List<Object> parameters = claiming(first, application);
      parameters.add(SMALL_BODY);
      rows = database.direct(statements.get("claim"), parameters.toArray());
    }
    rows.stream()
        .filter(ReserveFlush::isOfClaimed)
        .flatMap(row -> Stream.of(row.text(0).split(",", -1)))
        .forEach(key -> claimed(settle(key)));
    usage.uncount(List.copyOf(counted));
    return known(rows.stream().filter(row -> !isOfClaimed(row)).toList());
  }

  private static boolean isOfClaimed(Row row) {
    return row.isNull(1);
  }

  private void claimed(Reserve winner) {
    answers.put(winner, new Reserved(winner.ticket(), 1, false));
    if (!counted.remove(winner)) {
      notes.inserted(winner.key().ownerHash());
    }
  }

  /** By key: its row, or the exception that says why it cannot be read. */
  private static Map<String, Object> known(List<Row> rows) {
    Map<String, Object> known = new HashMap<>();
    for (Row row : rows) {
      try {
        known.put(row.text(0), KeyRow.of(row));
      } catch (RuntimeException corrupt) {
        known.put(row.text(0), KeyRow.corrupt(corrupt));
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
    Ruling ruling = Ruling.of(readable, request.requestHash(), retryAfter);
    if (ruling instanceof Decided decided) {
      answers.put(request, decided.reservation());
    } else if (ruling instanceof Large) {
      answers.put(request, ruling);
    }
    return !(ruling instanceof Takeable);
  }

  private void take(List<Reserve> requests) {
    if (requests.isEmpty()) {
      return;
    }
    for (Row row : database.direct(statements.get("take"), asked(requests).toArray())) {
      Reserve winner = settle(row.text(0));
      answers.put(winner, new Reserved(winner.ticket(), row.integer(1), row.flag(2)));
      if (row.number(3) > 0) {
        notes.freed(winner.key().ownerHash(), row.number(3));
      }
    }
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

  /** The parameters that {@code claim} and {@code claim_new} share. */
  static List<Object> claiming(List<Reserve> requests, String application) {
    List<Object> parameters = asked(requests);
    parameters.add(application);
    parameters.add(SqlArray.ofBytea(requests, r -> r.key().ownerHash()));
    return parameters;
  }

  private static List<Object> asked(List<Reserve> requests) {
    List<Object> columns = new ArrayList<>();
    columns.add(SqlArray.ofBytea(requests, r -> r.key().keyHash()));
    columns.add(SqlArray.ofBytea(requests, Reserve::requestHash));
    columns.add(SqlArray.ofUuid(requests, Reserve::token));
    columns.add(SqlArray.ofBoolean(requests, r -> r.options().recovery() == Recovery.HOLD));
    columns.add(SqlArray.ofBigint(requests, r -> r.options().lease().toMillis()));
    columns.add(SqlArray.ofBigint(requests, r -> r.options().ttl().toMillis()));
    return columns;
  }
}

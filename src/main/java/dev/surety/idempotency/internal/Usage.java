package dev.surety.idempotency.internal;

import dev.surety.core.ArrayLiteral;
import dev.surety.core.Database;
import dev.surety.core.Row;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.LimitExceededException;
import dev.surety.idempotency.internal.Command.Reserve;
import dev.surety.idempotency.internal.Share.Sums;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Each principal's share of the table: rows, bytes, and new keys per minute.
 *
 * <p>A counter is locked until its transaction ends, so one that many requests share would make
 * them wait for each other's commits. {@link Share} says when it can be left for later; a crash
 * before that forgets at most a 64th of the limit. Bytes are always counted later, because a
 * completion within the application's transaction must not lock a counter.
 */
final class Usage {

  private static final int MOST_SHARES = 10_000;

  private final Database database;
  private final SqlFile statements;
  private final String application;
  private final IdempotencySettings limits;
  private final Map<String, Share> shares = new ConcurrentHashMap<>();

  Usage(Database database, SqlFile statements, String application, IdempotencySettings limits) {
    this.database = database;
    this.statements = statements;
    this.application = application;
    this.limits = limits;
  }

  /** Notes bytes that a committed completion stored. */
  void stored(String ownerHash, long bytes) {
    shares.merge(ownerHash, Share.UNKNOWN.stored(bytes), (share, one) -> share.stored(bytes));
  }

  /** Notes a row of the simple store; its rows are counted and not limited. */
  void put(String ownerHash, int rows, long bytes) {
    shares.compute(
        ownerHash,
        (owner, share) -> (share == null ? Share.UNKNOWN : share).inserted(rows).stored(bytes));
  }

  /** What one transaction will have changed; counts once that has committed. */
  Notes notes() {
    return new Notes();
  }

  /** Takes back rows and bytes that are dropped or erased in the current transaction. */
  void uncount(Map<String, Amount> byOwner) {
    if (!byOwner.isEmpty()) {
      database.query(statements.get("counters"));
      database.query(statements.get("uncount"), amounts(new TreeMap<>(byOwner)).toArray());
      database.query(statements.get("keys"));
    }
  }

  /** Counts within the current transaction what was left for later. */
  void countLater(Notes notes) {
    Map<String, Integer> owners = new TreeMap<>();
    shares.forEach(
        (owner, share) -> {
          if (share.hasUncounted()) {
            owners.put(owner, 0);
          }
        });
    count(owners, notes);
    if (shares.size() > MOST_SHARES) {
      shares.values().removeIf(share -> !share.hasUncounted());
    }
  }

  /**
   * Admits new keys within the transaction that inserts them, and tells which are refused; an
   * owner's first keys go first.
   */
  Map<Reserve, LimitExceededException> admit(List<Reserve> fresh, Notes notes) {
    Map<String, List<Reserve>> byOwner = new TreeMap<>();
    fresh.forEach(
        r -> byOwner.computeIfAbsent(r.key().ownerHash(), owner -> new ArrayList<>()).add(r));
    Map<String, Integer> near = new TreeMap<>();
    byOwner.forEach(
        (owner, asked) -> {
          boolean limited = asked.get(0).key().limited();
          if (!limited || share(owner).isFar(asked.size(), limits)) {
            notes.later.put(owner, asked.size());
          } else {
            near.put(owner, asked.size());
          }
        });
    Map<Reserve, LimitExceededException> refused = new HashMap<>();
    count(near, notes)
        .forEach(
            (owner, sums) -> {
              List<Reserve> asked = byOwner.getOrDefault(owner, List.of());
              int admitted = Share.admitted(sums, asked.size(), limits);
              asked
                  .subList(admitted, asked.size())
                  .forEach(reserve -> refused.put(reserve, Share.refusal(sums, limits)));
            });
    return refused;
  }

  /** Takes back keys that were admitted and not inserted after all, in the same transaction. */
  void uncount(List<Reserve> notInserted, Notes notes) {
    Map<String, Amount> counted = new TreeMap<>();
    for (Reserve reserve : notInserted) {
      String owner = reserve.key().ownerHash();
      if (notes.later.computeIfPresent(owner, (o, n) -> n - 1) == null) {
        counted.merge(owner, new Amount(1, 0, 1), Amount::plus);
      }
    }
    uncount(counted);
  }

  private Map<String, Sums> count(Map<String, Integer> asked, Notes notes) {
    Map<String, Sums> sums = new HashMap<>();
    if (asked.isEmpty()) {
      return sums;
    }
    Map<String, Amount> come = new TreeMap<>();
    asked.forEach(
        (owner, keys) -> {
          Share share = share(owner);
          notes.counted.put(owner, share);
          long rows = keys + share.uncountedRows();
          come.put(owner, new Amount(rows, share.uncountedBytes(), rows));
        });
    database.query(statements.get("counters"));
    List<Object> parameters = amounts(come);
    parameters.add(application);
    for (Row row : database.query(statements.get("count"), parameters.toArray())) {
      Sums now = new Sums(row.number(1), row.number(2), row.number(3), row.integer(4));
      sums.put(row.text(0), now);
      notes.sums.put(row.text(0), now);
    }
    database.query(statements.get("keys"));
    return sums;
  }

  private static List<Object> amounts(Map<String, Amount> byOwner) {
    List<Object> columns = new ArrayList<>();
    columns.add(ArrayLiteral.ofBytea(byOwner.keySet(), owner -> owner));
    columns.add(ArrayLiteral.of(byOwner.values(), Amount::rows));
    columns.add(ArrayLiteral.of(byOwner.values(), Amount::bytes));
    columns.add(ArrayLiteral.of(byOwner.values(), Amount::inserts));
    return columns;
  }

  private Share share(String owner) {
    return shares.getOrDefault(owner, Share.UNKNOWN);
  }

  /** One transaction's changes to what this instance knows. */
  final class Notes {

    private final Map<String, Integer> later = new TreeMap<>();
    private final Map<String, Long> freed = new TreeMap<>();
    private final Map<String, Share> counted = new TreeMap<>();
    private final Map<String, Sums> sums = new TreeMap<>();

    /** Bytes that are replaced; like those that are stored they are counted later. */
    void freed(String ownerHash, long bytes) {
      freed.merge(ownerHash, bytes, Long::sum);
    }

    void committed() {
      later.forEach((owner, keys) -> shares.compute(owner, (o, s) -> share(s).inserted(keys)));
      freed.forEach((owner, bytes) -> shares.compute(owner, (o, s) -> share(s).stored(-bytes)));
      sums.forEach(
          (owner, now) ->
              shares.compute(
                  owner,
                  (o, s) -> share(s).counted(counted.getOrDefault(owner, Share.UNKNOWN), now)));
    }

    private static Share share(@Nullable Share share) {
      return share == null ? Share.UNKNOWN : share;
    }
  }

  /** What is counted of one principal: what came, or what is gone. */
  record Amount(long rows, long bytes, long inserts) {
    Amount plus(Amount other) {
      return new Amount(rows + other.rows, bytes + other.bytes, inserts + other.inserts);
    }
  }
}

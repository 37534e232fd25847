package dev.surety.idempotency.internal;

import dev.surety.core.Core;
import dev.surety.core.Database;
import dev.surety.core.Fault;
import dev.surety.core.Flush;
import dev.surety.core.OwnTransactions;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.LimitExceededException;
import dev.surety.idempotency.internal.Command.Reserve;
import dev.surety.idempotency.internal.Share.Sums;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Each principal's share of the table: rows, bytes, and new keys per minute.
 *
 * <p>A counter is locked until its transaction ends, so one that many requests share would make
 * them wait for each other's commits. {@link Share} says when it can be left for later; a crash
 * before that forgets at most a 64th of the limit. Bytes are always counted later, because a
 * completion within the application's transaction must not lock a counter.
 */
final class Usage {

  /** Few enough to be counted well within a statement's deadline. */
  private static final int MOST_PER_COUNT = 1_000;

  private final Database database;
  private final OwnTransactions transactions;
  private final SqlFile statements;
  private final String application;
  private final IdempotencySettings limits;
  private final Shares shares = new Shares();

  Usage(Core core, SqlFile statements, IdempotencySettings limits) {
    this.database = core.database();
    this.transactions = core.ownTransactions();
    this.statements = statements;
    this.application = core.settings().application();
    this.limits = limits;
  }

  /** What this instance knows. */
  Shares shares() {
    return shares;
  }

  /** Takes back rows and bytes that are dropped or erased in the current transaction. */
  void uncount(Map<String, Amount> byOwner) {
    if (!byOwner.isEmpty()) {
      database.direct(statements.get("uncount"), amounts(new TreeMap<>(byOwner)).toArray());
    }
  }

  /**
   * Counts what was left for later, and forgets shares that can be read again; only for Surety's
   * own threads.
   */
  void countLater() {
    try {
      long owners = shares.uncounted().size();
      for (long counted = 0; counted < owners; counted += MOST_PER_COUNT) {
        boolean unused =
            shares.noting(
                notes ->
                    transactions.run(
                        () -> {
                          countLater(notes);
                          return true;
                        }));
      }
    } finally {
      shares.forgetCounted();
    }
  }

  /** Counts a chunk of what was left for later within the current transaction. */
  void countLater(Shares.Notes notes) {
    Map<String, Integer> owners = new TreeMap<>();
    shares.uncounted().stream().limit(MOST_PER_COUNT).forEach(owner -> owners.put(owner, 0));
    count(owners, notes);
  }

  /** Principals so near a limit that their new keys must be counted before they are inserted. */
  Set<String> near(Collection<Reserve> asked) {
    Map<String, Integer> byOwner = new HashMap<>();
    for (Reserve reserve : asked) {
      if (reserve.key().limited()) {
        byOwner.merge(reserve.key().ownerHash(), 1, Integer::sum);
      }
    }
    byOwner.entrySet().removeIf(owner -> shares.of(owner.getKey()).isFar(owner.getValue(), limits));
    return byOwner.keySet();
  }

  /**
   * Counts new keys within the transaction that inserts them, and tells which are refused; an
   * owner's first keys go first. Refused ones are counted all the same, until {@link #uncount}.
   */
  Map<Reserve, LimitExceededException> admit(List<Reserve> fresh, Shares.Notes notes) {
    Map<String, List<Reserve>> byOwner = new TreeMap<>();
    fresh.forEach(
        r -> byOwner.computeIfAbsent(r.key().ownerHash(), owner -> new ArrayList<>()).add(r));
    Map<String, Integer> asking = new TreeMap<>();
    byOwner.forEach((owner, asked) -> asking.put(owner, asked.size()));
    Map<Reserve, LimitExceededException> refused = new HashMap<>();
    count(asking, notes)
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

  /** Takes back keys that were counted and not inserted after all, in the same transaction. */
  void uncount(List<Reserve> notInserted) {
    Map<String, Amount> counted = new TreeMap<>();
    notInserted.forEach(
        reserve -> counted.merge(reserve.key().ownerHash(), new Amount(1, 0, 1), Amount::plus));
    uncount(counted);
  }

  private Map<String, Sums> count(Map<String, Integer> asked, Shares.Notes notes) {
    Map<String, Sums> sums = new HashMap<>();
    if (asked.isEmpty()) {
      return sums;
    }
    Map<String, Amount> come = new TreeMap<>();
    asked.forEach(
        (owner, keys) -> {
          Share taken = notes.take(owner);
          long rows = keys + taken.uncountedRows();
          come.put(owner, new Amount(rows, taken.uncountedBytes(), rows));
        });
    List<Object> parameters = amounts(come);
    parameters.add(application);
    for (Row row : counters(parameters)) {
      Sums now = new Sums(row.number(1), row.number(2), row.number(3), row.integer(4));
      sums.put(row.text(0), now);
      notes.counted(row.text(0), now);
    }
    return sums;
  }

  /** A counter that is locked says nothing of a key; without this the key would seem in flight. */
  private List<Row> counters(List<Object> parameters) {
    try {
      return database.direct(statements.get("count"), parameters.toArray());
    } catch (RuntimeException e) {
      if (Fault.of(e) == Fault.CONTENTION) {
        throw new Flush.Busy("the principal's counters are locked; try again");
      }
      throw e;
    }
  }

  private static List<Object> amounts(Map<String, Amount> byOwner) {
    List<Object> columns = new ArrayList<>();
    columns.add(SqlArray.ofBytea(byOwner.keySet(), owner -> owner));
    columns.add(SqlArray.ofBigint(byOwner.values(), Amount::rows));
    columns.add(SqlArray.ofBigint(byOwner.values(), Amount::bytes));
    columns.add(SqlArray.ofBigint(byOwner.values(), Amount::inserts));
    return columns;
  }

  /** What is counted of one principal: what came, or what is gone. */
  record Amount(long rows, long bytes, long inserts) {
    Amount plus(Amount other) {
      return new Amount(rows + other.rows, bytes + other.bytes, inserts + other.inserts);
    }
  }
}

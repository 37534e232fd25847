package dev.surety.replay.internal;

import dev.surety.core.Core;
import dev.surety.core.Database;
import dev.surety.core.Micros;
import dev.surety.core.OwnTransactions;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.core.SqlFile;
import dev.surety.core.TableNames;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The statements of one store, with their parameters; each runs in the current transaction, if not
 * singly.
 */
final class NonceStatements {

  private final Database database;
  private final SqlFile statements;
  private final String application;
  private final String totalHash;
  private final ReplaySettings settings;
  private final String table;

  NonceStatements(Core core, TableNames names, ReplaySettings settings) {
    this.database = core.database();
    this.statements = new SqlFile("replay", names);
    this.application = core.settings().application();
    this.totalHash = KeyedNonce.totalHash(application);
    this.settings = settings;
    this.table = names.in("\"surety_replay\"");
  }

  /** What the database mixes into each nonce's hash, whatever the store. */
  static String salt(Core core) {
    String salt = new SqlFile("replay", core.names()).get("salt");
    return core.ownTransactions().run(() -> core.database().direct(salt).get(0).text(0));
  }

  /** Names the counter of all the application's nonces. */
  String totalHash() {
    return totalHash;
  }

  /**
   * @param total names the counter that limits all keys, empty where nobody needs it
   */
  List<Row> look(List<Presented> asked, String total) {
    return database.direct(
        statements.get("look"),
        SqlArray.ofBigint(asked, Presented::nonceHash),
        SqlArray.ofBytea(asked, one -> one.needsKey() ? one.keyHash() : ""),
        SqlArray.ofBigint(asked, one -> one.accept().lifetime().expiresMicros()),
        Micros.of(settings.skew()),
        Micros.of(settings.longestSpan()),
        total,
        settings.cap(),
        settings.globalCap());
  }

  /** Locks counters into those of the transaction; returns which were made. */
  Set<String> lock(Collection<String> keyHashes, Counters counters) {
    Set<String> made = new HashSet<>();
    for (Row row : database.direct(statements.get("lock"), bytea(keyHashes), application)) {
      counters.put(row.text(0), counter(row, 1), row.number(4));
      if (row.flag(3)) {
        made.add(row.text(0));
      }
    }
    return made;
  }

  /** Locks counters that nobody else has locked; returns the database's time. */
  long lockFree(Collection<String> keyHashes, Counters counters) {
    List<Row> rows = database.direct(statements.get("lock_free"), bytea(keyHashes));
    long now = rows.get(0).number(0);
    rows.subList(1, rows.size()).forEach(row -> counters.put(row.text(1), counter(row, 2), now));
    return now;
  }

  /** Whether another transaction has locked a counter. */
  boolean isLocked(String keyHash) {
    return database.direct(statements.get("is_locked"), bytea(List.of(keyHash))).get(0).flag(0);
  }

  /** Writes the locked counters. */
  void count(Counters counters) {
    database.direct(statements.get("count"), counters.columns());
  }

  /** Inserts nonces that are within their time. */
  Inserted accept(List<Presented> nonces) {
    return inserted(nonces, database.direct(statements.get("accept"), accepting(nonces)));
  }

  /** Does so with auto-commit for new ones; which are in, none where that cannot be. */
  Set<Long> acceptNew(OwnTransactions transactions, List<Presented> nonces) {
    return transactions.single(statements.get("accept_new"), accepting(nonces)).stream()
        .flatMap(List::stream)
        .map(row -> row.number(0))
        .collect(Collectors.toSet());
  }

  /**
   * What became of nonces that were to be inserted.
   *
   * @param now the database's time in microseconds since 1970
   */
  record Inserted(long now, Set<Long> in) {}

  private Object[] accepting(List<Presented> nonces) {
    return new Object[] {
      SqlArray.ofBigint(nonces, Presented::nonceHash),
      SqlArray.ofBigint(nonces, one -> one.accept().lifetime().end()),
      SqlArray.ofBigint(nonces, one -> one.accept().lifetime().expiresMicros()),
      Micros.of(settings.skew()),
      Micros.of(settings.longestSpan()),
      (long) nonces.size()
    };
  }

  private static Inserted inserted(List<Presented> nonces, List<Row> rows) {
    boolean all = rows.get(0).number(1) == nonces.size();
    return new Inserted(
        rows.get(0).number(0),
        all
            ? Set.copyOf(AcceptFlush.hashes(nonces))
            : rows.stream()
                .filter(row -> !row.isNull(2))
                .map(row -> row.number(2))
                .collect(Collectors.toSet()));
  }

  /** Inserts nonces, also where one has ended that the sweep has not dropped; which are in. */
  List<Long> replace(Collection<Presented> nonces) {
    return database
        .direct(
            statements.get("replace"),
            SqlArray.ofBigint(nonces, Presented::nonceHash),
            SqlArray.ofBigint(nonces, one -> one.accept().lifetime().end()))
        .stream()
        .map(row -> row.number(0))
        .toList();
  }

  /** Of the asked nonces those that are remembered, with the second until which they are. */
  Map<Long, Long> seen(Collection<Long> nonceHashes) {
    Map<Long, Long> seen = new HashMap<>();
    database
        .direct(statements.get("seen"), SqlArray.ofBigint(nonceHashes, hash -> hash))
        .forEach(row -> seen.put(row.number(0), row.number(1)));
    return seen;
  }

  /**
   * Keeps a nonce that is remembered until one second until another; {@code false} if it is not.
   */
  boolean extend(long nonceHash, long until, long end) {
    return !database.direct(statements.get("extend"), nonceHash, until, end).isEmpty();
  }

  /** The asked counters; nothing for a key without one. */
  Map<String, Counted> counters(Collection<String> keyHashes) {
    Map<String, Counted> counters = new HashMap<>();
    for (Row row : database.direct(statements.get("counters"), bytea(keyHashes))) {
      counters.put(row.text(0), new Counted(counter(row, 2), row.number(1)));
    }
    return counters;
  }

  /** A counter's row, and the time at which it was read. */
  record Counted(Counter row, long now) {

    static final Counted NOTHING = new Counted(Counter.NONE, 0);

    long total() {
      return row.liveAt(now).total();
    }

    /** The live nonces, with those that the row does not count as live yet. */
    long live(Map<Long, Long> unsettled) {
      return row.plus(unsettled).liveAt(now).live().total();
    }
  }

  /** How many pages the nonces stand on. */
  long pages() {
    return database.direct(statements.get("pages"), table).get(0).number(0);
  }

  /**
   * Drops what has ended on pages; how many, or -1 while another instance does so.
   *
   * @param lock names the one sweep that runs at a time
   */
  long sweep(long from, long to, long lock) {
    return database
        .direct(statements.get("sweep"), "(" + from + ",0)", "(" + to + ",0)", lock)
        .get(0)
        .number(0);
  }

  /** Drops idle counters among the next few; tells where it came to, empty at the end. */
  String sweepKeys(String from) {
    long memory = settings.keyMemory().toSeconds();
    List<Row> last =
        database.direct(statements.get("sweep_keys"), application, from, memory, memory);
    return last.isEmpty() ? "" : last.get(0).text(0);
  }

  /** The two columns of a counter, from that one on. */
  static Counter counter(Row row, int column) {
    return new Counter(LiveCounts.of(row.text(column)), LiveCounts.of(row.text(column + 1)));
  }

  private static SqlArray bytea(Collection<String> hashes) {
    return SqlArray.ofBytea(hashes, hash -> hash);
  }
}

package dev.surety.replay.internal;

import dev.surety.core.Core;
import dev.surety.core.Database;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.core.SqlFile;
import dev.surety.core.TableNames;
import dev.surety.replay.internal.Command.Accept;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements of one store, with their parameters; each runs in the current transaction. */
final class NonceStatements {

  private final Database database;
  private final SqlFile statements;
  private final String application;
  private final String totalHash;
  private final ReplaySettings settings;

  NonceStatements(Core core, TableNames names, ReplaySettings settings) {
    this.database = core.database();
    this.statements = new SqlFile("replay", names);
    this.application = core.settings().application();
    this.totalHash = KeyedNonce.totalHash(application);
    this.settings = settings;
  }

  /** Names the counter of all the application's nonces. */
  String totalHash() {
    return totalHash;
  }

  /**
   * @param total names the counter that limits all keys, empty for none
   */
  List<Row> look(List<Accept> asked, String total) {
    return database.direct(
        statements.get("look"),
        SqlArray.ofBytea(asked, accept -> accept.nonce().nonceHash()),
        SqlArray.ofBytea(asked, Accept::keyHash),
        SqlArray.ofBigint(asked, accept -> accept.lifetime().expiresMicros()),
        settings.skew().toNanos() / 1_000,
        settings.longestSpan().toNanos() / 1_000,
        total,
        settings.cap(),
        settings.globalCap());
  }

  /** Locks counters into those of the transaction; returns which were made. */
  Set<String> lock(Collection<String> keyHashes, Counters counters) {
    Set<String> made = new HashSet<>();
    for (Row row : database.direct(statements.get("lock"), bytea(keyHashes), application)) {
      counters.put(row.text(0), LiveCounts.of(row.text(1)).liveAt(row.number(3)));
      if (row.flag(2)) {
        made.add(row.text(0));
      }
    }
    return made;
  }

  /** Inserts nonces and writes the locked counters; returns which nonces are in. */
  Set<String> insert(Collection<Accept> nonces, Counters counters) {
    Stream<Object> rows =
        Stream.of(
            SqlArray.ofBytea(nonces, accept -> accept.nonce().nonceHash()),
            SqlArray.ofBigint(nonces, accept -> accept.lifetime().end()));
    Object[] parameters =
        Stream.of(rows, counters.columns().stream(), Stream.of((Object) (long) nonces.size()))
            .flatMap(columns -> columns)
            .toArray();
    Row inserted = database.direct(statements.get("insert"), parameters).get(0);
    if (inserted.number(0) == nonces.size()) {
      return nonces.stream().map(accept -> accept.nonce().nonceHash()).collect(Collectors.toSet());
    }
    return inserted.isNull(1) ? Set.of() : Set.of(inserted.text(1).split(",", -1));
  }

  /** Of the asked nonces those that are remembered, with the second until which they are. */
  Map<String, Long> seen(Collection<String> nonceHashes) {
    Map<String, Long> seen = new HashMap<>();
    database
        .direct(statements.get("seen"), bytea(nonceHashes))
        .forEach(row -> seen.put(row.text(0), row.number(1)));
    return seen;
  }

  void extend(String nonceHash, long end) {
    database.direct(statements.get("extend"), nonceHash, end);
  }

  /** How many nonces of each asked key are live now; nothing for a key without any. */
  Map<String, Long> live(Collection<String> keyHashes) {
    Map<String, Long> live = new HashMap<>();
    for (Row row : database.direct(statements.get("counters"), bytea(keyHashes))) {
      long now = row.number(1);
      live.put(
          row.text(0),
          row.isNull(3) ? row.number(2) : LiveCounts.of(row.text(3)).liveAt(now).total());
    }
    return live;
  }

  /**
   * Drops a batch of nonces that ended at that second or later.
   *
   * @param lock names the one sweep that runs at a time
   */
  Row sweep(long from, long lock) {
    return database.direct(statements.get("sweep"), from, lock).get(0);
  }

  /** Drops idle counters among the next few; tells where it came to, empty at the end. */
  String sweepKeys(String from) {
    long memory = settings.keyMemory().toSeconds();
    List<Row> last =
        database.direct(statements.get("sweep_keys"), application, from, memory, memory);
    return last.isEmpty() ? "" : last.get(0).text(0);
  }

  private static SqlArray bytea(Collection<String> hashes) {
    return SqlArray.ofBytea(hashes, hash -> hash);
  }
}

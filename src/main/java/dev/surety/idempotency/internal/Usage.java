package dev.surety.idempotency.internal;

import dev.surety.core.Database;
import dev.surety.core.Row;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.LimitExceededException;
import dev.surety.idempotency.internal.Command.Reserve;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Each principal's share of the table: rows, bytes, and new keys per minute.
 *
 * <p>Rows are counted in the transaction that inserts or drops them. Bytes are counted with the
 * principal's next insert, because a completion within the application's transaction must not lock
 * a counter; a crash in between forgets them.
 */
final class Usage {

  private static final Duration LATER = Duration.ofMinutes(1);

  private final Database database;
  private final SqlFile statements;
  private final String application;
  private final IdempotencySettings settings;
  private final Map<String, Long> uncountedBytes = new ConcurrentHashMap<>();

  Usage(Database database, SqlFile statements, String application, IdempotencySettings settings) {
    this.database = database;
    this.statements = statements;
    this.application = application;
    this.settings = settings;
  }

  /** Notes bytes that a committed completion stored. */
  void stored(String ownerHash, long bytes) {
    if (bytes > 0) {
      uncountedBytes.merge(ownerHash, bytes, Long::sum);
    }
  }

  /**
   * Counts the new keys and tells which are refused, by owner in the order given: the first keys of
   * an owner are within its share.
   */
  Map<Reserve, LimitExceededException> admit(List<Reserve> fresh) {
    Map<String, List<Reserve>> byOwner = new TreeMap<>();
    fresh.forEach(
        reserve ->
            byOwner
                .computeIfAbsent(reserve.key().ownerHash(), o -> new ArrayList<>())
                .add(reserve));
    List<Count> counts =
        byOwner.entrySet().stream()
            .map(e -> new Count(e.getKey(), application, e.getValue().size(), bytes(e.getKey())))
            .toList();
    Map<Reserve, LimitExceededException> refused = new HashMap<>();
    for (Row row : database.query(statements.get("count"), Json.of(counts))) {
      List<Reserve> asked = byOwner.getOrDefault(row.text(0), List.of());
      int admitted = admitted(row, asked.size());
      LimitExceededException limit = refusal(row);
      asked.subList(admitted, asked.size()).forEach(reserve -> refused.put(reserve, limit));
    }
    return refused;
  }

  /** Notes bytes that a reused row no longer has. */
  void erased(String ownerHash, long bytes) {
    if (bytes > 0) {
      uncount(Map.of(ownerHash, new Gone(0, bytes, 0)));
    }
  }

  /** Takes back what was counted for keys that were not inserted. */
  void uncount(List<Reserve> notInserted) {
    Map<String, Gone> gone = new TreeMap<>();
    notInserted.forEach(
        reserve -> gone.merge(reserve.key().ownerHash(), new Gone(1, 0, 1), Gone::plus));
    uncount(gone);
  }

  /** Takes back rows and bytes that were dropped or erased. */
  void uncount(Map<String, Gone> byOwner) {
    if (!byOwner.isEmpty()) {
      List<Map<String, Object>> list = new ArrayList<>();
      new TreeMap<>(byOwner)
          .forEach(
              (owner, gone) ->
                  list.add(
                      Map.of(
                          "owner", owner,
                          "rows", gone.rows(),
                          "bytes", gone.bytes(),
                          "inserts", gone.inserts())));
      database.query(statements.get("uncount"), Json.of(list));
    }
  }

  private long bytes(String ownerHash) {
    Long bytes = uncountedBytes.remove(ownerHash);
    return bytes == null ? 0 : bytes;
  }

  private int admitted(Row sums, int asked) {
    if (sums.number(2) > settings.maxBytes()) {
      return 0;
    }
    long free = settings.maxRows() - (sums.number(1) - asked);
    if (settings.maxInsertsPerMinute() > 0) {
      free = Math.min(free, settings.maxInsertsPerMinute() - (sums.number(3) - asked));
    }
    return (int) Math.max(0, Math.min(asked, free));
  }

  private LimitExceededException refusal(Row sums) {
    if (sums.number(2) > settings.maxBytes()) {
      return new LimitExceededException(
          "the principal's stored answers exceed " + settings.maxBytes() + " bytes", LATER);
    }
    if (sums.number(1) > settings.maxRows()) {
      return new LimitExceededException(
          "the principal has " + settings.maxRows() + " live idempotency keys", LATER);
    }
    return new LimitExceededException(
        "the principal made " + settings.maxInsertsPerMinute() + " idempotency keys this minute",
        Duration.ofSeconds(Math.max(1, sums.integer(4))));
  }

  /** What is no longer there. */
  record Gone(long rows, long bytes, long inserts) {
    Gone plus(Gone other) {
      return new Gone(rows + other.rows, bytes + other.bytes, inserts + other.inserts);
    }
  }

  private record Count(String owner, String application, long rows, long bytes, long inserts) {
    Count(String owner, String application, long rows, long bytes) {
      this(owner, application, rows, bytes, rows);
    }
  }
}

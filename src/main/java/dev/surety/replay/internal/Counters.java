package dev.surety.replay.internal;

import dev.surety.core.SqlArray;
import dev.surety.replay.internal.Command.Accept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counters that one transaction has locked, and who of the asking may still enter. No I/O; of
 * one transaction.
 */
final class Counters {

  private final Map<String, LiveCounts> live = new TreeMap<>();
  private final ReplaySettings settings;
  private final String totalHash;

  /**
   * @param totalHash names the application's own counter, among which all nonces count; empty where
   *     there is no global limit
   */
  Counters(ReplaySettings settings, String totalHash) {
    this.settings = settings;
    this.totalHash = totalHash;
  }

  /** A counter as the database had it when it was locked. */
  void put(String keyHash, LiveCounts counts) {
    live.put(keyHash, counts);
  }

  boolean has(String keyHash) {
    return live.containsKey(keyHash);
  }

  /** The first of the asking that are within their key's capacity and the global one. */
  List<Accept> admitted(Collection<Accept> asking) {
    long free = totalHash.isEmpty() ? Long.MAX_VALUE : settings.globalCap() - of(totalHash).total();
    Map<String, Long> freeOfKey = new HashMap<>();
    List<Accept> admitted = new ArrayList<>();
    for (Accept accept : asking) {
      long left =
          freeOfKey.computeIfAbsent(accept.keyHash(), key -> settings.cap() - of(key).total());
      if (left > 0 && free > 0) {
        admitted.add(accept);
        freeOfKey.put(accept.keyHash(), left - 1);
        free--;
      }
    }
    return admitted;
  }

  /** Counts nonces by key and end: more, or fewer where the factor is -1. */
  void count(Collection<Accept> nonces, int factor) {
    Map<String, Map<Long, Long>> byKey = new HashMap<>();
    for (Accept accept : nonces) {
      byKey
          .computeIfAbsent(accept.keyHash(), key -> new TreeMap<>())
          .merge(accept.lifetime().end(), 1L, Long::sum);
    }
    byKey.forEach(
        (key, ends) ->
            ends.forEach(
                (end, number) -> {
                  add(key, end, factor * number);
                }));
  }

  /** One key's counter, and the application's, change by so many. */
  void add(String keyHash, long end, long number) {
    live.computeIfPresent(keyHash, (key, counts) -> counts.plus(end, number));
    live.computeIfPresent(totalHash, (key, counts) -> counts.plus(end, number));
  }

  /** The columns that the statement {@code insert} writes. */
  List<Object> columns() {
    List<Object> columns = new ArrayList<>();
    columns.add(SqlArray.ofBytea(live.keySet(), key -> key));
    columns.add(SqlArray.ofBigint(live.values(), LiveCounts::total));
    columns.add(SqlArray.ofBigint(live.values(), LiveCounts::firstEnd));
    columns.add(SqlArray.ofBigint(live.values(), LiveCounts::lastEnd));
    columns.add(SqlArray.ofText(live.values(), LiveCounts::toString));
    return columns;
  }

  private LiveCounts of(String keyHash) {
    return live.getOrDefault(keyHash, LiveCounts.NONE);
  }
}

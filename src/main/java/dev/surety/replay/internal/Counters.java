package dev.surety.replay.internal;

import dev.surety.core.SqlArray;
import dev.surety.replay.internal.Command.Accept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * The counters that one transaction has locked, the grants that it settles with them, and who of
 * the asking may still enter. No I/O; of one transaction.
 */
final class Counters {

  private final Map<String, Counter> rows = new TreeMap<>();
  private final Map<String, Claim> claims;
  private final Map<Claim, Claim.Renewal> renewals = new HashMap<>();
  private final ReplaySettings settings;
  private final String totalHash;
  private long now;

  /**
   * @param totalHash names the application's own counter, among which all nonces count; empty where
   *     there is no global limit
   * @param claims the grants that are settled where their counter is locked
   */
  Counters(ReplaySettings settings, String totalHash, Map<String, Claim> claims) {
    this.settings = settings;
    this.totalHash = totalHash;
    this.claims = claims;
  }

  /** A counter as the database had it when it was locked. */
  void put(String keyHash, Counter row, long now) {
    this.now = now;
    Claim claim = claims.get(keyHash);
    rows.put(keyHash, claim == null ? row.liveAt(now) : claim.returned(row, now));
  }

  boolean has(String keyHash) {
    return rows.containsKey(keyHash);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The first of the asking that are within their key's capacity and the global one. */
  List<Presented> admitted(Collection<Presented> asking) {
    long free = totalHash.isEmpty() ? Long.MAX_VALUE : free(totalHash);
    Map<String, Long> freeOfKey = new HashMap<>();
    List<Presented> admitted = new ArrayList<>();
    for (Presented one : asking) {
      long left = one.needsKey() ? freeOfKey.computeIfAbsent(one.keyHash(), this::free) : 1;
      if (left > 0 && (free > 0 || !one.needsTotal())) {
        admitted.add(one);
        if (one.needsKey()) {
          freeOfKey.put(one.keyHash(), left - 1);
        }
        free -= one.needsTotal() ? 1 : 0;
      }
    }
    return admitted;
  }

  /** Counts a nonce that went in, as far as it had no permits. */
  void count(Presented one) {
    long end = one.accept().lifetime().end();
    if (one.needsKey()) {
      rows.computeIfPresent(one.keyHash(), (key, row) -> row.plus(end, 1));
    }
    if (one.needsTotal()) {
      rows.computeIfPresent(totalHash, (key, row) -> row.plus(end, 1));
    }
  }

  /**
   * Takes a nonce back that ended then. Not where permits are out: it may have been accepted with
   * one, and then the row does not count it yet; it counts twice until then.
   */
  void uncount(Accept nonce, long end) {
    UnaryOperator<Counter> without = row -> row.granted().total() == 0 ? row.plus(end, -1) : row;
    rows.computeIfPresent(nonce.keyHash(), (key, row) -> without.apply(row));
    rows.computeIfPresent(totalHash, (key, row) -> without.apply(row));
  }

  /**
   * Takes the next grants of the counters that are settled.
   *
   * @param wanted how many permits are of use
   * @param latest the end of any nonce that may be accepted in a while
   */
  Map<Claim, Claim.Renewal> renew(ToLongFunction<Claim> wanted, long latest) {
    rows.replaceAll(
        (keyHash, row) -> {
          Claim claim = claims.get(keyHash);
          if (claim == null) {
            return row;
          }
          Claim.Renewal renewal =
              claim.renewal(row, cap(keyHash), wanted.applyAsLong(claim), latest, now);
          renewals.put(claim, renewal);
          return row.granting(renewal.end(), renewal.size());
        });
    return renewals;
  }

  /** The columns that the statement {@code count} writes. */
  Object[] columns() {
    Collection<Counter> values = rows.values();
    return new Object[] {
      SqlArray.ofBytea(rows.keySet(), key -> key),
      SqlArray.ofBigint(values, Counter::total),
      SqlArray.ofBigint(values, Counter::firstEnd),
      SqlArray.ofBigint(values, Counter::lastEnd),
      SqlArray.ofText(values, row -> row.live().toString()),
      SqlArray.ofText(values, row -> row.granted().toString())
    };
  }

  private long free(String keyHash) {
    Claim claim = claims.get(keyHash);
    long kept = claim == null ? 0 : claim.kept(now);
    return cap(keyHash) - rows.getOrDefault(keyHash, Counter.NONE).total() - kept;
  }

  private long cap(String keyHash) {
    return keyHash.equals(totalHash) ? settings.globalCap() : settings.cap();
  }
}

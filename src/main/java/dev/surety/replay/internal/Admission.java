package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.AT_CAPACITY;
import static dev.surety.replay.Acceptance.EXPIRED;
import static dev.surety.replay.Acceptance.REPLAYED;

import dev.surety.core.Row;
import dev.surety.replay.Acceptance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks the counters whether nonces without permits may go in, within one transaction.
 *
 * <p>What needs no lock is decided by a look that writes nothing: expired, remembered, of a full
 * key. The others' counters stay locked until the end, so nobody else counts between; and before
 * one is refused for capacity, replays of just now are looked for. Where this instance has what is
 * left of a grant, that goes back first, and the next grant is taken in the same write.
 */
final class Admission {

  private final NonceStatements statements;
  private final ReplaySettings settings;
  private final Grants grants;
  private final Set<String> full = new HashSet<>();
  private final Set<String> newKeys = new HashSet<>();
  private Map<String, Claim> claims = Map.of();
  private Map<Claim, Claim.Renewal> renewals = Map.of();
  private Counters counters;

  Admission(NonceStatements statements, ReplaySettings settings, Grants grants) {
    this.statements = statements;
    this.settings = settings;
    this.grants = grants;
    this.counters = new Counters(settings, grants.totalHash(), claims);
  }

  boolean isNeeded(Presented one) {
    return !grants.cover(one);
  }

  /** The key ids that had no counter before. */
  Set<String> newKeys() {
    return newKeys;
  }

  /** Decides who does not go in; returns the database's time. */
  long decide(List<Presented> asking, Map<Long, Acceptance> verdicts) {
    claims = grants.claim(needed(asking));
    counters = new Counters(settings, grants.totalHash(), claims);
    long now = look(asking, verdicts);
    List<Presented> open = new ArrayList<>(asking);
    open.removeIf(one -> verdicts.containsKey(one.nonceHash()));
    open.removeIf(one -> isFull(one) && verdicts.put(one.nonceHash(), AT_CAPACITY) == null);
    Set<String> missing = needed(open);
    missing.removeIf(counters::has);
    if (!missing.isEmpty()) {
      newKeys.addAll(statements.lock(missing, counters));
    }
    refuse(open, verdicts);
    return now;
  }

  /** Counts who went in, and takes the next grants; without anybody nothing is written. */
  void count(List<Presented> fresh, long now) {
    if (counters.isEmpty() || fresh.stream().noneMatch(this::isNeeded)) {
      return;
    }
    fresh.forEach(counters::count);
    long latest = Command.Lifetime.latestEnd(now, settings);
    renewals = counters.renew(claim -> wanted(claim, fresh), latest);
    statements.count(counters);
  }

  /** Ends the claims as the transaction ended. */
  void ended(boolean committed, boolean decided) {
    for (Claim claim : claims.values()) {
      Claim.Renewal renewal = renewals.get(claim);
      if (renewal == null || !decided) {
        grants.unchanged(claim);
      } else if (committed) {
        grants.settled(claim, renewal);
      } else {
        grants.forget(claim);
      }
    }
  }

  private long look(List<Presented> asking, Map<Long, Acceptance> verdicts) {
    boolean all = isLimited() && asking.stream().anyMatch(Presented::needsTotal);
    List<Row> rows = statements.look(asking, all ? grants.totalHash() : "");
    long now = rows.get(0).number(1);
    for (Row row : rows) {
      switch (row.text(0)) {
        case "e" -> verdicts.put(asking.get(row.integer(1) - 1).nonceHash(), EXPIRED);
        case "r" -> verdicts.put(asking.get(row.integer(1) - 1).nonceHash(), REPLAYED);
        case "f" -> full.add(row.text(2));
        case "l" -> counters.put(row.text(2), NonceStatements.counter(row, 3), now);
        default -> {}
      }
    }
    return now;
  }

  private boolean isFull(Presented one) {
    return (one.needsKey() && full.contains(one.keyHash()))
        || (one.needsTotal() && full.contains(grants.totalHash()));
  }

  private void refuse(List<Presented> open, Map<Long, Acceptance> verdicts) {
    if (counters.admitted(open).size() == open.size()) {
      return;
    }
    Set<Long> seen = statements.seen(AcceptFlush.hashes(open)).keySet();
    open.removeIf(
        one -> seen.contains(one.nonceHash()) && verdicts.put(one.nonceHash(), REPLAYED) == null);
    Set<Presented> admitted = Collections.newSetFromMap(new IdentityHashMap<>());
    admitted.addAll(counters.admitted(open));
    open.stream()
        .filter(one -> !admitted.contains(one))
        .forEach(one -> verdicts.put(one.nonceHash(), AT_CAPACITY));
  }

  private Set<String> needed(List<Presented> nonces) {
    Set<String> needed = new TreeSet<>();
    for (Presented one : nonces) {
      if (one.needsKey()) {
        needed.add(one.keyHash());
      }
      if (one.needsTotal() && isLimited()) {
        needed.add(grants.totalHash());
      }
    }
    return needed;
  }

  private long wanted(Claim claim, List<Presented> fresh) {
    boolean ofAll = claim.keyHash().equals(grants.totalHash());
    long now = fresh.stream().filter(one -> ofAll || one.keyHash().equals(claim.keyHash())).count();
    return grants.wanted(claim, now);
  }

  private boolean isLimited() {
    return settings.globalCap() > 0;
  }
}

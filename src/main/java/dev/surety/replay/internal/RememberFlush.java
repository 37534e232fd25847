package dev.surety.replay.internal;

import dev.surety.replay.internal.Command.Accept;
import dev.surety.replay.internal.Command.Remember;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remembers one nonce within one transaction, whatever the capacity, and counts it.
 *
 * <p>Of two expiries the later one is kept.
 */
final class RememberFlush {

  private final NonceStatements statements;
  private final Counters counters;
  private final String totalHash;

  RememberFlush(NonceStatements statements, ReplaySettings settings) {
    this.statements = statements;
    this.totalHash = settings.globalCap() == 0 ? "" : statements.totalHash();
    this.counters = new Counters(settings, totalHash, Map.of());
  }

  /** Whether the nonce was inserted. */
  boolean run(Remember remember) {
    Accept nonce = new Accept(remember.nonce(), remember.lifetime());
    if (isExpired(nonce) || isKept(nonce)) {
      return false;
    }
    Set<String> keys = new TreeSet<>(Set.of(nonce.keyHash()));
    if (!totalHash.isEmpty()) {
      keys.add(totalHash);
    }
    statements.lock(keys, counters);
    return insertOrExtend(nonce);
  }

  /** By the rule of accept. */
  private boolean isExpired(Accept nonce) {
    return statements.look(List.of(without(nonce)), totalHash).stream()
        .anyMatch(row -> row.text(0).equals("e"));
  }

  private boolean isKept(Accept nonce) {
    return until(nonce) >= nonce.lifetime().end();
  }

  private boolean insertOrExtend(Accept nonce) {
    while (true) {
      long until = until(nonce);
      if (until >= nonce.lifetime().end()) {
        return false;
      }
      if (until == 0 ? isInserted(nonce) : isExtended(nonce, until)) {
        if (until > 0) {
          counters.uncount(nonce, until);
        }
        counters.count(without(nonce));
        statements.count(counters);
        return until == 0;
      }
      // Since the look it was accepted, or the sweep has dropped it, or both.
    }
  }

  private boolean isInserted(Accept nonce) {
    return !statements.replace(List.of(without(nonce))).isEmpty();
  }

  private boolean isExtended(Accept nonce, long until) {
    return statements.extend(nonce.nonce().nonceHash(), until, nonce.lifetime().end());
  }

  /** It is beyond capacity, so it has no permits. */
  private static Presented without(Accept nonce) {
    return new Presented(nonce, new Grants.Permits(null, null));
  }

  /** The second until which the nonce is remembered by now, or 0. */
  private long until(Accept nonce) {
    return statements
        .seen(Set.of(nonce.nonce().nonceHash()))
        .getOrDefault(nonce.nonce().nonceHash(), 0L);
  }
}

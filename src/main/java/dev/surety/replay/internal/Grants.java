package dev.surety.replay.internal;

import dev.surety.replay.internal.Command.Accept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The permits that this instance holds, by counter. Thread-safe; no I/O.
 *
 * <p>A grant is settled by one thread at a time, from before its row is locked until the commit's
 * outcome is known. One whose outcome is not known is forgotten: its permits count until they end,
 * whether the row has the old or the new ones, and are never taken back twice.
 */
final class Grants {

  private final Map<String, Grant> grants = new HashMap<>();
  private final String totalHash;

  /**
   * @param totalHash names the counter that all nonces count in too; empty for none
   */
  Grants(String totalHash) {
    this.totalHash = totalHash;
  }

  /** Which permits a nonce has reserved; where it has none its counter is asked. */
  record Permits(@Nullable Grant ofKey, @Nullable Grant ofTotal) {}

  String totalHash() {
    return totalHash;
  }

  /** The nonces with the permits that they have reserved, until {@link #settle}. */
  synchronized List<Presented> reserve(Collection<Accept> nonces) {
    Grant total = grants.get(totalHash);
    List<Presented> reserved = new ArrayList<>(nonces.size());
    for (Accept nonce : nonces) {
      long end = nonce.lifetime().end();
      Permits permits = new Permits(taken(grants.get(nonce.keyHash()), end), taken(total, end));
      reserved.add(new Presented(nonce, permits));
    }
    return reserved;
  }

  /** Whether no counter must let the nonce in. */
  boolean cover(Presented one) {
    return !one.needsKey() && (totalHash.isEmpty() || !one.needsTotal());
  }

  /** Permits of nonces that went in, or may have, are used; the others go back. */
  synchronized void settle(Collection<Presented> nonces, Predicate<Presented> in) {
    for (Presented one : nonces) {
      if (in.test(one)) {
        long end = one.accept().lifetime().end();
        use(one.permits().ofKey(), one.keyHash(), end);
        use(one.permits().ofTotal(), totalHash, end);
      } else {
        giveBack(one.permits().ofKey());
        giveBack(one.permits().ofTotal());
      }
    }
  }

  /** Whether a nonce of the key would have permits now. */
  synchronized boolean hasFree(String keyHash) {
    Grant ofKey = grants.get(keyHash);
    Grant total = grants.get(totalHash);
    return ofKey != null
        && ofKey.free() > 0
        && (totalHash.isEmpty() || (total != null && total.free() > 0));
  }

  /** Claims of those counters that nobody else settles now; what is left of grants goes back. */
  synchronized Map<String, Claim> claim(Collection<String> keyHashes) {
    Map<String, Claim> claims = new HashMap<>();
    for (String keyHash : keyHashes) {
      Grant grant = grants.computeIfAbsent(keyHash, key -> new Grant());
      if (!grant.isClaimed()) {
        claims.put(keyHash, grant.claim(keyHash, true));
      }
    }
    return claims;
  }

  /** Ends a period: claims of what was used in it, and of what was not used at all. */
  synchronized List<Claim> claimDue() {
    List<Claim> due = new ArrayList<>();
    grants.forEach(
        (keyHash, grant) -> {
          if (grant.isDue()) {
            due.add(grant.claim(keyHash, grant.isSurplus()));
          }
        });
    grants.values().removeIf(Grant::isGone);
    return due;
  }

  /** Claims of everything, to hand it back. */
  synchronized List<Claim> claimAll() {
    List<Claim> all = new ArrayList<>();
    grants.forEach(
        (keyHash, grant) -> {
          if (!grant.isClaimed()) {
            all.add(grant.claim(keyHash, true));
          }
        });
    return all;
  }

  /**
   * How many permits are of use.
   *
   * @param more nonces that are about to go in
   */
  synchronized long wanted(Claim claim, long more) {
    return claim.grant().wanted(more);
  }

  synchronized void settled(Claim claim, Claim.Renewal renewal) {
    claim.grant().settled(claim, renewal);
  }

  synchronized void unchanged(Claim claim) {
    claim.grant().unchanged(claim);
  }

  synchronized void forget(Claim claim) {
    grants.remove(claim.keyHash(), claim.grant());
  }

  /** The key's nonces that its row does not count as live yet, by their ends. */
  synchronized Unsettled unsettled(String keyHash) {
    Grant grant = grants.get(keyHash);
    return grant == null
        ? new Unsettled(Map.of(), 0, false)
        : new Unsettled(Map.copyOf(grant.unsettled()), grant.claims(), grant.isClaimed());
  }

  /**
   * What only this instance knows of a key.
   *
   * @param claims tells whether it was settled meanwhile
   * @param changes whether it is being settled
   */
  record Unsettled(Map<Long, Long> ends, long claims, boolean changes) {

    boolean isSettledLike(Unsettled later) {
      return claims == later.claims && !changes && !later.changes;
    }
  }

  private static @Nullable Grant taken(@Nullable Grant grant, long end) {
    return grant != null && grant.take(end) ? grant : null;
  }

  private static void giveBack(@Nullable Grant permit) {
    if (permit != null) {
      permit.giveBack();
    }
  }

  /** Without a permit the counter's row has counted it. */
  private void use(@Nullable Grant permit, String keyHash, long end) {
    Grant counted = grants.get(keyHash);
    if (permit != null) {
      permit.use(end);
    } else if (counted != null) {
      counted.counted(1);
    }
  }
}

package dev.surety.replay.internal;

import dev.surety.core.OwnTransactions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells the counters what was used of this instance's grants: twice a second, and at the end.
 *
 * <p>Many counters share a transaction; one that somebody else has locked comes next time. A grant
 * stays usable meanwhile, but for what is handed back: all of it where it was not used for a
 * period, or is more than would be granted now. An instance that never settles keeps its permits
 * from others until they end, by arithmetic. Only for Surety's own threads.
 */
final class Settling {

  private static final int BATCH = 200;
  private static final long MICROS = 1_000_000;

  private final NonceStatements statements;
  private final OwnTransactions transactions;
  private final ReplaySettings settings;
  private final Grants grants;

  Settling(
      NonceStatements statements,
      OwnTransactions transactions,
      ReplaySettings settings,
      Grants grants) {
    this.statements = statements;
    this.transactions = transactions;
    this.settings = settings;
    this.grants = grants;
  }

  /** Ends a period. */
  void run() {
    settle(grants.claimDue(), true);
  }

  /** Hands everything back; for when nothing more is accepted. */
  void end() {
    settle(grants.claimAll(), false);
  }

  private void settle(List<Claim> claims, boolean renew) {
    for (int from = 0; from < claims.size(); from += BATCH) {
      List<Claim> batch = claims.subList(from, Math.min(from + BATCH, claims.size()));
      try {
        settleBatch(batch, renew);
      } catch (RuntimeException | Error e) {
        claims.subList(from + batch.size(), claims.size()).forEach(grants::unchanged);
        throw e;
      }
    }
  }

  private void settleBatch(List<Claim> batch, boolean renew) {
    Map<String, Claim> claims = new TreeMap<>();
    batch.forEach(claim -> claims.put(claim.keyHash(), claim));
    Settled settled = new Settled(new Counters(settings, grants.totalHash(), claims));
    boolean committed = false;
    try {
      transactions.run(() -> settled.write(claims.keySet(), renew));
      committed = true;
    } finally {
      boolean done = committed;
      batch.forEach(claim -> end(claim, settled, done));
    }
  }

  private void end(Claim claim, Settled settled, boolean committed) {
    Claim.Renewal renewal = settled.renewals.get(claim);
    if (renewal == null || !settled.written) {
      endUntold(claim, settled.now);
    } else if (committed) {
      grants.settled(claim, renewal);
    } else {
      grants.forget(claim);
    }
  }

  /** A row that is gone, or locked all the time, has nothing to take back in the end. */
  private void endUntold(Claim claim, long now) {
    if (claim.end() * MICROS <= now) {
      grants.forget(claim);
    } else {
      grants.unchanged(claim);
    }
  }

  /** One transaction's work, and how far it came. */
  private final class Settled {

    private final Counters counters;
    private Map<Claim, Claim.Renewal> renewals = Map.of();
    private long now;
    private boolean written;

    Settled(Counters counters) {
      this.counters = counters;
    }

    boolean write(Collection<String> keyHashes, boolean renew) {
      now = statements.lockFree(keyHashes, counters);
      if (!counters.isEmpty()) {
        long latest = Command.Lifetime.latestEnd(now, settings);
        renewals = counters.renew(claim -> renew ? grants.wanted(claim, 0) : 0, latest);
        statements.count(counters);
        written = true;
      }
      return written;
    }
  }
}

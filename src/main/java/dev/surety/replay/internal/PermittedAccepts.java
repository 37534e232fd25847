package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.FRESH;

import dev.surety.core.OwnTransactions;
import dev.surety.core.Transactions.NotCommittedException;
import dev.surety.replay.internal.Command.Accept;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Accepts nonces that have permits by one statement with auto-commit: the way of a fresh request,
 * which most are. Whatever else there is, a replay too, is left to {@link AcceptFlush}.
 */
final class PermittedAccepts {

  private final NonceStatements statements;
  private final OwnTransactions transactions;
  private final Grants grants;

  PermittedAccepts(NonceStatements statements, OwnTransactions transactions, Grants grants) {
    this.statements = statements;
    this.transactions = transactions;
    this.grants = grants;
  }

  /** Those that are fresh. */
  IdentityHashMap<Command, Object> run(List<Accept> asked) {
    List<Presented> going = permitted(firstOfEach(asked));
    Set<Long> in = new HashSet<>();
    try {
      if (!going.isEmpty()) {
        in.addAll(statements.acceptNew(transactions, going));
      }
    } catch (NotCommittedException unknown) {
      in.addAll(AcceptFlush.hashes(going));
      throw unknown;
    } finally {
      grants.settle(going, one -> in.contains(one.nonceHash()));
    }
    IdentityHashMap<Command, Object> fresh = new IdentityHashMap<>();
    for (Presented one : going) {
      if (in.contains(one.nonceHash())) {
        fresh.put(one.accept(), FRESH);
      }
    }
    return fresh;
  }

  private static List<Accept> firstOfEach(List<Accept> asked) {
    Set<Long> nonces = new HashSet<>();
    return asked.stream().filter(accept -> nonces.add(accept.nonce().nonceHash())).toList();
  }

  private List<Presented> permitted(List<Accept> first) {
    List<Presented> covered = new ArrayList<>(first.size());
    List<Presented> others = new ArrayList<>();
    grants.reserve(first).forEach(one -> (grants.cover(one) ? covered : others).add(one));
    grants.settle(others, one -> false);
    covered.sort(Comparator.comparingLong(Presented::nonceHash));
    return covered;
  }
}

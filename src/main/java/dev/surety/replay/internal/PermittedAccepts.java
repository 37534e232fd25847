package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.FRESH;

import dev.surety.core.OwnTransactions;
import dev.surety.core.Transactions.NotCommittedException;
import dev.surety.replay.internal.Command.Accept;
import dev.surety.replay.internal.Grants.Permits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;

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
    Set<UUID> in = Set.of();
    try {
      if (!going.isEmpty()) {
        in = statements.acceptSingly(transactions, going);
      }
    } catch (NotCommittedException unknown) {
      in = Set.copyOf(AcceptFlush.hashes(going));
      throw unknown;
    } finally {
      settle(going, in);
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
    Set<UUID> nonces = new HashSet<>();
    return asked.stream().filter(accept -> nonces.add(accept.nonce().nonceHash())).toList();
  }

  private List<Presented> permitted(List<Accept> first) {
    List<Permits> permits = grants.reserve(first);
    List<Presented> permitted = new ArrayList<>(first.size());
    for (int i = 0; i < first.size(); i++) {
      Presented one = new Presented(first.get(i), permits.get(i));
      if (grants.cover(one)) {
        permitted.add(one);
      } else {
        grants.giveBack(permits.get(i));
      }
    }
    permitted.sort((a, b) -> a.nonceHash().compareTo(b.nonceHash()));
    return permitted;
  }

  /** What may be in has used its permits. */
  private void settle(List<Presented> going, Set<UUID> in) {
    for (Presented one : going) {
      if (in.contains(one.nonceHash())) {
        grants.used(one.accept(), one.permits());
      } else {
        grants.giveBack(one.permits());
      }
    }
  }
}

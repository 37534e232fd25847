package dev.surety.idempotency.internal;

import dev.surety.core.OwnTransactions;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.internal.Command.Reserve;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reserves keys that nobody knows by one statement with auto-commit: the way of a first request,
 * which most are. A retry is left to {@link ReserveFlush}.
 */
final class NewClaims {

  private final OwnTransactions transactions;
  private final SqlFile statements;
  private final Shares shares;
  private final String application;

  NewClaims(OwnTransactions transactions, SqlFile statements, Shares shares, String application) {
    this.transactions = transactions;
    this.statements = statements;
    this.shares = shares;
    this.application = application;
  }

  /**
   * @param requests in the order of their keys, of principals that are far from their limits
   * @return those that own their key now
   */
  IdentityHashMap<Reserve, Reserved> run(List<Reserve> requests) {
    List<Reserve> first = firstOfEach(requests);
    Set<UUID> tokens =
        transactions
            .single(
                statements.get("claim_new"), ReserveFlush.claiming(first, application).toArray())
            .orElse(List.of())
            .stream()
            .map(row -> row.uuid(0))
            .collect(Collectors.toSet());
    IdentityHashMap<Reserve, Reserved> reserved = new IdentityHashMap<>();
    for (Reserve request : first) {
      if (tokens.contains(request.token())) {
        shares.inserted(request.key().ownerHash(), 1);
        reserved.put(request, new Reserved(request.ticket(), 1, false));
      }
    }
    return reserved;
  }

  private static List<Reserve> firstOfEach(List<Reserve> requests) {
    Set<String> keys = new HashSet<>();
    return requests.stream().filter(request -> keys.add(request.key().keyHash())).toList();
  }
}

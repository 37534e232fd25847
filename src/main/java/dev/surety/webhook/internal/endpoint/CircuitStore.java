package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Core;
import dev.surety.webhook.Circuit.State;
import dev.surety.webhook.internal.endpoint.CircuitStatements.Locked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What all instances know of circuits; for Surety's own transactions.
 *
 * <p>Results of one circuit are settled in the order in which transactions lock its row. A circuit
 * without a row is closed and has no failures, so successes of healthy receivers write nothing.
 */
public final class CircuitStore {

  /** A row may be dropped between its making and its locking; not so often. */
  private static final int MOST_MAKINGS = 3;

  private final CircuitStatements statements;
  private final BreakerSettings settings;

  public CircuitStore(Core core, BreakerSettings settings) {
    this.statements = new CircuitStatements(core);
    this.settings = settings;
  }

  /**
   * Takes results into account; within the transaction that settles them.
   *
   * @param results in the order in which they came
   * @return what has opened or closed, in that order; each change is told to one caller only
   */
  public List<CircuitChange> settle(List<CircuitResult> results) {
    Map<UUID, List<CircuitResult>> telling =
        results.stream()
            .filter(result -> result.counts() || result.probe() != null)
            .collect(
                Collectors.groupingBy(
                    CircuitResult::circuit, LinkedHashMap::new, Collectors.toList()));
    if (telling.isEmpty()) {
      return List.of();
    }
    List<CircuitChange> changes = new ArrayList<>();
    Map<UUID, Breaker> written = new LinkedHashMap<>();
    Set<UUID> forgotten = new TreeSet<>();
    for (Locked locked : lock(telling)) {
      Breaker after = settled(locked, telling.getOrDefault(locked.circuit(), List.of()), changes);
      if (after.isForgettable()) {
        forgotten.add(locked.circuit());
      } else if (!after.equals(locked.breaker())) {
        written.put(locked.circuit(), after);
      }
    }
    write(written, forgotten);
    return changes;
  }

  /** Drops at most 200 circuits to which nothing was sent for long; returns how many. */
  public long sweep() {
    return statements.sweep(settings.horizon());
  }

  private List<Locked> lock(Map<UUID, List<CircuitResult>> telling) {
    Map<UUID, CircuitResult> wanted = new LinkedHashMap<>();
    telling.forEach(
        (circuit, results) ->
            results.stream()
                .filter(result -> result.isFailure() && result.probe() == null)
                .findFirst()
                .ifPresent(result -> wanted.put(circuit, result)));
    List<Locked> locked = List.of();
    for (int making = 0; making < MOST_MAKINGS; making++) {
      if (!wanted.isEmpty()) {
        statements.make(wanted.values());
      }
      locked = statements.lock(telling.keySet());
      Set<UUID> found = locked.stream().map(Locked::circuit).collect(Collectors.toSet());
      if (found.containsAll(wanted.keySet())) {
        break;
      }
    }
    return locked;
  }

  private Breaker settled(Locked locked, List<CircuitResult> results, List<CircuitChange> changes) {
    Breaker breaker = locked.breaker();
    for (CircuitResult result : results) {
      Breaker after = breaker.settled(result, locked.now(), settings);
      boolean closes = after.state() == State.CLOSED && breaker.state() != State.CLOSED;
      boolean opens = after.state() != State.CLOSED && breaker.state() == State.CLOSED;
      if (closes || opens) {
        changes.add(
            new CircuitChange(
                locked.circuit(), locked.tenant(), locked.key(), opens, after.reason()));
      }
      breaker = after;
    }
    return breaker;
  }

  private void write(Map<UUID, Breaker> written, Set<UUID> forgotten) {
    if (!written.isEmpty()) {
      statements.write(written);
    }
    if (!forgotten.isEmpty()) {
      statements.forget(forgotten);
    }
  }
}

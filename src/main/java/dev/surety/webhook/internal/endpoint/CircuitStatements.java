package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Core;
import dev.surety.core.Database;
import dev.surety.core.Micros;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.core.SqlFile;
import dev.surety.webhook.Circuit;
import dev.surety.webhook.Circuit.State;
import dev.surety.webhook.internal.endpoint.Breaker.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The statements of circuits with their parameters; each runs in the current transaction. */
final class CircuitStatements {

  /** A circuit, whose row the transaction has locked at that time. */
  record Locked(UUID circuit, String tenant, String key, Breaker breaker, Instant now) {}

  /** A circuit as operators see it. */
  record Found(UUID id, Circuit circuit) {}

  private final Database database;
  private final SqlFile statements;
  private final String application;

  CircuitStatements(Core core) {
    this.database = core.database();
    this.statements = new SqlFile("webhook", core.names());
    this.application = core.settings().application();
  }

  /**
   * @param failed results of circuits of which rows are wanted, one of each
   */
  void make(Collection<CircuitResult> failed) {
    run(
        "circuit_make",
        SqlArray.ofUuid(failed, CircuitResult::circuit),
        SqlArray.ofText(failed, CircuitResult::tenant),
        SqlArray.ofText(failed, CircuitResult::key),
        application);
  }

  List<Locked> lock(Collection<UUID> circuits) {
    return run("circuit_lock", SqlArray.ofUuid(circuits, id -> id), application).stream()
        .map(
            row ->
                new Locked(
                    row.uuid(0),
                    row.text(1),
                    row.text(2),
                    breaker(row),
                    Micros.instant(row.number(11))))
        .toList();
  }

  void write(Map<UUID, Breaker> changed) {
    List<Map.Entry<UUID, Breaker>> rows = List.copyOf(changed.entrySet());
    run(
        "circuit_write",
        SqlArray.ofUuid(rows, Map.Entry::getKey),
        SqlArray.ofText(rows, row -> stored(row.getValue().state())),
        SqlArray.ofBoolean(rows, row -> row.getValue().paused()),
        SqlArray.ofBigint(rows, row -> (long) row.getValue().failures()),
        SqlArray.ofBigint(rows, row -> (long) row.getValue().successes()),
        SqlArray.ofBigint(rows, row -> Micros.of(row.getValue().probeAt())),
        SqlArray.ofText(rows, row -> token(row.getValue())),
        SqlArray.ofText(rows, row -> row.getValue().reason()));
  }

  void forget(Collection<UUID> circuits) {
    run("circuit_forget", SqlArray.ofUuid(circuits, id -> id), application);
  }

  long sweep(Duration horizon) {
    return run("circuit_sweep", application, Micros.of(horizon)).get(0).number(0);
  }

  List<Circuit> list() {
    return run("circuit_list", application).stream().map(CircuitStatements::circuit).toList();
  }

  /**
   * @param candidates the circuits that may be meant, the likeliest first
   */
  Optional<Found> find(List<UUID> candidates) {
    return run("circuit_find", SqlArray.ofUuid(candidates, id -> id), application).stream()
        .map(row -> new Found(row.uuid(8), circuit(row)))
        .findFirst();
  }

  /** Closes a circuit; true if it was not closed or had failures. */
  boolean reset(UUID circuit) {
    List<Row> rows = run("circuit_reset", circuit, application);
    if (!rows.isEmpty() && !rows.get(0).flag(1)) {
      forget(List.of(circuit));
    }
    return !rows.isEmpty();
  }

  void pause(UUID circuit, String tenant, String key) {
    run("circuit_pause", circuit, application, tenant, key);
  }

  boolean resume(UUID circuit) {
    List<Row> rows = run("circuit_resume", circuit, application);
    if (!rows.isEmpty() && rows.get(0).flag(1)) {
      forget(List.of(circuit));
    }
    return !rows.isEmpty();
  }

  private List<Row> run(String statement, Object... parameters) {
    return database.direct(statements.get(statement), parameters);
  }

  private static Breaker breaker(Row row) {
    return new Breaker(
        state(row.text(3)),
        row.flag(4),
        row.integer(5),
        row.integer(6),
        Micros.instant(row.number(7)),
        row.isNull(8) || row.isNull(9)
            ? null
            : new Probe(row.uuid(8), Micros.instant(row.number(9))),
        row.text(10));
  }

  private static Circuit circuit(Row row) {
    State state = state(row.text(2));
    return new Circuit(
        row.text(0),
        row.text(1),
        state,
        row.flag(3),
        row.integer(4),
        row.integer(5),
        row.text(6),
        state == State.CLOSED ? Optional.empty() : Optional.of(Micros.instant(row.number(7))));
  }

  private static String token(Breaker breaker) {
    Probe probe = breaker.probe();
    return probe == null ? "" : probe.token().toString();
  }

  private static String stored(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static State state(String stored) {
    return State.valueOf(stored.toUpperCase(Locale.ROOT));
  }
}

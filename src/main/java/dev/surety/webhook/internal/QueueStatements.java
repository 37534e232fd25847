package dev.surety.webhook.internal;

import dev.surety.core.Micros;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.webhook.internal.Verdict.Dead;
import dev.surety.webhook.internal.Verdict.Deferred;
import dev.surety.webhook.internal.Verdict.Retry;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements by which deliveries are claimed and settled; each runs in an own transaction. */
final class QueueStatements {

  private final Statements statements;
  private final String application;
  private final long lease;

  QueueStatements(Statements statements, String application, Duration lease) {
    this.statements = statements;
    this.application = application;
    this.lease = Micros.of(lease);
  }

  /**
   * A lane with messages that are ready.
   *
   * @param maxInFlight of the endpoint, 0 for its fair share
   * @param rateLimit of the endpoint, 0 for none
   * @param held by its circuit or endpoint: nothing of it is to be sent, but for probes
   */
  record Busy(Lane lane, int maxInFlight, int rateLimit, boolean held) {}

  /**
   * How many are wanted of a lane.
   *
   * @param since the earliest due time to look at, in microseconds since 1970
   * @param bytes once their bodies have so many together, no more are claimed
   */
  record Wanted(Lane lane, long many, long since, long bytes) {}

  /** What ended: deliveries, and up to which number of their sequences. */
  record Finished(Set<UUID> deliveries, Map<UUID, Long> sequences) {}

  /** The next few below that one. */
  List<Busy> lanes(Lane before) {
    return statements
        .run("lanes", application, before.circuit().toString(), before.endpoint().toString())
        .stream()
        .map(row -> new Busy(lane(row, 0), row.integer(2), row.integer(3), row.flag(4)))
        .toList();
  }

  List<Claim> claim(List<Wanted> wanted) {
    return claims(
        statements.run(
            "claim",
            SqlArray.ofUuid(wanted, one -> one.lane().circuit()),
            SqlArray.ofUuid(wanted, one -> one.lane().endpoint()),
            SqlArray.ofBigint(wanted, Wanted::many),
            SqlArray.ofBigint(wanted, Wanted::since),
            application,
            lease,
            SqlArray.ofBigint(wanted, Wanted::bytes)));
  }

  /**
   * @param bytes once their bodies have so many together, no more are claimed
   */
  List<Claim> probe(Collection<Lane> lanes, long bytes) {
    return claims(
        statements.run(
            "probe",
            SqlArray.ofUuid(lanes, Lane::circuit),
            SqlArray.ofUuid(lanes, Lane::endpoint),
            application,
            lease,
            bytes));
  }

  /**
   * Keeps claims, and the circuits of those that are probes; those that are left out were lost, or
   * are locked by somebody.
   */
  Set<UUID> extend(Collection<Job> jobs) {
    Set<UUID> kept = ids(statements.run("extend", idsOf(jobs), fencesOf(jobs), lease));
    List<Job> probes = jobs.stream().filter(job -> job.probe() != null).toList();
    if (!probes.isEmpty()) {
      Set<UUID> circuits =
          ids(
              statements.run(
                  "extend_probes",
                  SqlArray.ofUuid(probes, job -> job.lane().circuit()),
                  SqlArray.ofUuid(probes, Job::probe),
                  lease));
      probes.stream()
          .filter(job -> !circuits.contains(job.lane().circuit()))
          .forEach(job -> kept.remove(job.id()));
    }
    return kept;
  }

  /**
   * @param passesLocked leaves rows out that somebody has locked, instead of waiting for them
   */
  Finished finish(Collection<Job> jobs, boolean passesLocked) {
    Set<UUID> deliveries = new HashSet<>();
    Map<UUID, Long> sequences = new HashMap<>();
    String statement = passesLocked ? "finish_unlocked" : "finish";
    for (Row row : statements.run(statement, idsOf(jobs), fencesOf(jobs))) {
      deliveries.add(row.uuid(0));
      if (!row.isNull(1)) {
        sequences.merge(row.uuid(1), row.number(2), Math::min);
      }
    }
    return new Finished(deliveries, sequences);
  }

  /** Puts back what is retried, what is deferred, and what is dead and holds its sequence. */
  Set<UUID> putBack(Collection<Outcome> outcomes) {
    List<Job> jobs = outcomes.stream().map(Outcome::job).toList();
    return ids(
        statements.run(
            "put_back",
            idsOf(jobs),
            fencesOf(jobs),
            SqlArray.ofBigint(outcomes, one -> Micros.of(after(one.verdict()))),
            SqlArray.ofBigint(outcomes, one -> (long) one.attempts()),
            SqlArray.ofText(
                outcomes, one -> one.verdict() instanceof Dead ? "blocking" : "ready")));
  }

  /** Which claims are still ours. */
  Set<UUID> ours(Collection<Job> jobs) {
    return ids(statements.run("ours", idsOf(jobs), fencesOf(jobs)));
  }

  /**
   * Lets the first of each sequence go: its lane, or null where it must be tried again.
   *
   * @param sequences with the number behind which the first is, 0 where that is not known
   */
  Map<UUID, @Nullable Lane> promote(Map<UUID, Long> sequences) {
    List<Map.Entry<UUID, Long>> rows = List.copyOf(sequences.entrySet());
    Map<UUID, @Nullable Lane> promoted = new HashMap<>();
    for (Row row :
        statements.run(
            "promote",
            SqlArray.ofUuid(rows, Map.Entry::getKey),
            SqlArray.ofBigint(rows, Map.Entry::getValue))) {
      promoted.put(row.uuid(0), row.isNull(1) ? null : lane(row, 1));
    }
    return promoted;
  }

  /**
   * Sequences that have messages.
   *
   * @param own those of the application
   * @param last where to go on; null at the end
   */
  record Sequences(List<UUID> own, @Nullable UUID last) {}

  /** The next few sequences. */
  Sequences sequences(UUID after) {
    List<Row> rows = statements.run("sequences", after.toString(), application);
    return new Sequences(
        rows.stream().filter(row -> row.flag(1)).map(row -> row.uuid(0)).toList(),
        rows.isEmpty() ? null : rows.get(rows.size() - 1).uuid(0));
  }

  void bury(Collection<Outcome> dead) {
    List<Row> unused =
        statements.run(
            "bury",
            SqlArray.ofUuid(dead, one -> one.job().id()),
            SqlArray.ofText(dead, one -> ((Dead) one.verdict()).reason()),
            SqlArray.ofBigint(dead, one -> (long) one.attempts()));
  }

  void seen(UUID worker) {
    List<Row> unused = statements.run("seen", worker.toString(), application);
  }

  boolean anyWorker(Duration lately) {
    return statements.run("any_worker", application, Micros.of(lately)).get(0).number(0) > 0;
  }

  private static Duration after(Verdict verdict) {
    if (verdict instanceof Retry retry) {
      return retry.after();
    }
    return verdict instanceof Deferred deferred ? deferred.after() : Duration.ZERO;
  }

  private static List<Claim> claims(List<Row> rows) {
    return rows.stream().map(Claim::of).toList();
  }

  private static Lane lane(Row row, int column) {
    return new Lane(row.uuid(column), row.uuid(column + 1));
  }

  private static SqlArray idsOf(Collection<Job> jobs) {
    return SqlArray.ofUuid(jobs, Job::id);
  }

  private static SqlArray fencesOf(Collection<Job> jobs) {
    return SqlArray.ofBigint(jobs, job -> (long) job.fence());
  }

  private static Set<UUID> ids(List<Row> rows) {
    Set<UUID> ids = new LinkedHashSet<>();
    rows.forEach(row -> ids.add(row.uuid(0)));
    return ids;
  }
}

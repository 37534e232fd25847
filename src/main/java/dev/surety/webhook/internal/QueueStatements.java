package dev.surety.webhook.internal;

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
    this.lease = lease.toNanos() / 1_000;
  }

  /**
   * A lane with messages that are ready.
   *
   * @param maxInFlight of the endpoint, 0 for its fair share
   * @param rateLimit of the endpoint, 0 for none
   */
  record Busy(Lane lane, int maxInFlight, int rateLimit) {}

  /**
   * How many are wanted of a lane.
   *
   * @param since the earliest due time to look at, in microseconds since 1970
   */
  record Wanted(Lane lane, long many, long since) {}

  /** What ended: deliveries, and their sequences. */
  record Finished(Set<UUID> deliveries, Set<UUID> sequences) {}

  List<Busy> lanes(Lane after) {
    return statements
        .run("lanes", application, after.circuit().toString(), after.endpoint().toString())
        .stream()
        .map(row -> new Busy(lane(row, 0), row.integer(2), row.integer(3)))
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
            lease));
  }

  List<Claim> probe(Collection<Lane> lanes) {
    return claims(
        statements.run(
            "probe",
            SqlArray.ofUuid(lanes, Lane::circuit),
            SqlArray.ofUuid(lanes, Lane::endpoint),
            application,
            lease));
  }

  /** Keeps claims; those that are left out were lost, or are locked by somebody. */
  Set<UUID> extend(Collection<Job> jobs) {
    return ids(statements.run("extend", idsOf(jobs), fencesOf(jobs), lease));
  }

  Finished finish(Collection<Job> jobs) {
    Set<UUID> deliveries = new HashSet<>();
    Set<UUID> sequences = new HashSet<>();
    for (Row row : statements.run("finish", idsOf(jobs), fencesOf(jobs))) {
      deliveries.add(row.uuid(0));
      if (!row.isNull(1)) {
        sequences.add(row.uuid(1));
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
            SqlArray.ofBigint(outcomes, one -> after(one.verdict()).toNanos() / 1_000),
            SqlArray.ofBigint(outcomes, one -> (long) one.attempts()),
            SqlArray.ofText(
                outcomes, one -> one.verdict() instanceof Dead ? "blocking" : "ready")));
  }

  /** Which claims are still ours. */
  Set<UUID> ours(Collection<Job> jobs) {
    return ids(statements.run("ours", idsOf(jobs), fencesOf(jobs)));
  }

  /** Lets the first of each sequence go: its lane, or null where it must be tried again. */
  Map<UUID, @Nullable Lane> promote(Collection<UUID> sequences) {
    Map<UUID, @Nullable Lane> promoted = new HashMap<>();
    for (Row row : statements.run("promote", SqlArray.ofUuid(sequences, sequence -> sequence))) {
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
    return statements.run("any_worker", application, lately.toNanos() / 1_000).get(0).number(0) > 0;
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

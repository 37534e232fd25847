package dev.surety.webhook.internal;

import dev.surety.core.LimitedLog;
import dev.surety.core.OwnTransactions;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.internal.QueueStatements.Finished;
import dev.surety.webhook.internal.Verdict.Dead;
import dev.surety.webhook.internal.Verdict.Delivered;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends claims, in one transaction for many: what was delivered leaves the queue, what failed waits
 * for its next attempt, what is dead becomes a dead letter, and the next of each sequence may go.
 *
 * <p>A claim that is no longer ours changes nothing. Attempts are written down in the same
 * transaction; if that fails the outcomes are settled without. For one thread of Surety's own.
 */
final class Settlement {

  private static final LimitedLog LOST_LINES =
      new LimitedLog(
          System.getLogger(Settlement.class.getName()),
          Level.WARNING,
          "attempts could not be written down; their deliveries are settled all the same");

  private final OwnTransactions transactions;
  private final QueueStatements queue;
  private final LogStatements log;
  private final Receivers receivers;
  private final boolean block;

  /** Locking first what nobody has locked is dearer, so only where somebody has. */
  private boolean passesLocked;

  /**
   * @param block whether a dead message holds its sequence
   */
  Settlement(
      OwnTransactions transactions,
      QueueStatements queue,
      LogStatements log,
      Receivers receivers,
      boolean block) {
    this.transactions = transactions;
    this.queue = queue;
    this.log = log;
    this.receivers = receivers;
    this.block = block;
  }

  /** What all instances know of receivers; each method runs within the settling transaction. */
  interface Receivers {

    /** Counts what was found out about circuits and endpoints. */
    Changes count(List<Outcome> attempts);
  }

  /**
   * What has changed about receivers.
   *
   * @param opened circuits that hold their messages from now on
   * @param events to be told once this is committed
   */
  record Changes(Set<UUID> opened, List<WebhookEvent> events) {}

  /**
   * How it went.
   *
   * @param settled changed the queue, now or in a commit of which we did not hear
   * @param again are locked by somebody and must be settled later
   * @param stale were not ours any more
   * @param awake lanes in which something may be sent now
   * @param pending sequences whose first message somebody has locked
   */
  record Settled(
      List<Outcome> settled,
      List<Outcome> again,
      List<Outcome> stale,
      Set<Lane> awake,
      Set<UUID> pending,
      Changes changes) {}

  /**
   * @param pending sequences in which something is left to be promoted
   */
  Settled run(List<Outcome> outcomes, Set<UUID> pending) {
    boolean passes = true;
    try {
      Settled settled = logged(outcomes, pending);
      passes = !settled.again().isEmpty();
      return settled;
    } finally {
      passesLocked = passes;
    }
  }

  private Settled logged(List<Outcome> outcomes, Set<UUID> pending) {
    try {
      return transactions.run(() -> settle(outcomes, pending, true));
    } catch (LogFailedException e) {
      Settled settled = transactions.run(() -> settle(outcomes, pending, false));
      LOST_LINES.log(e.getCause());
      return settled;
    }
  }

  private Settled settle(List<Outcome> outcomes, Set<UUID> pending, boolean logged) {
    List<Outcome> ending = outcomes.stream().filter(this::ends).toList();
    List<Outcome> staying = outcomes.stream().filter(one -> !ends(one)).toList();
    Finished finished =
        ending.isEmpty()
            ? new Finished(Set.of(), Map.of())
            : queue.finish(jobs(ending), passesLocked);
    Set<UUID> done = new HashSet<>(finished.deliveries());
    if (!staying.isEmpty()) {
      done.addAll(queue.putBack(staying));
    }
    List<Outcome> settled = outcomes.stream().filter(o -> done.contains(o.job().id())).toList();
    List<Outcome> dead = settled.stream().filter(one -> one.verdict() instanceof Dead).toList();
    if (!dead.isEmpty()) {
      queue.bury(dead);
    }
    List<Outcome> left = outcomes.stream().filter(o -> !done.contains(o.job().id())).toList();
    Set<UUID> locked = left.isEmpty() ? Set.of() : queue.ours(jobs(left));
    List<Outcome> again = left.stream().filter(o -> locked.contains(o.job().id())).toList();
    List<Outcome> stale = left.stream().filter(o -> !locked.contains(o.job().id())).toList();
    Changes changes = receivers.count(settled);
    Map<UUID, Long> sequences = new HashMap<>(finished.sequences());
    // of these it is not known any more behind which
    pending.forEach(sequence -> sequences.put(sequence, 0L));
    Set<Lane> awake = new LinkedHashSet<>();
    Set<UUID> stillPending = promote(sequences, awake);
    List<Outcome> before = logged ? write(settled, stale) : List.of();
    List<Outcome> late = stale.stream().filter(one -> !before.contains(one)).toList();
    return new Settled(
        Stream.concat(settled.stream(), before.stream()).toList(),
        again,
        late,
        awake,
        stillPending,
        changes);
  }

  private boolean ends(Outcome outcome) {
    return outcome.verdict() instanceof Delivered
        || (outcome.verdict() instanceof Dead dead && !holds(outcome.job().message(), dead));
  }

  /** Nothing is held for an endpoint that is no more. */
  private boolean holds(Job.Message message, Dead dead) {
    return block
        && message.sequenceKey() != null
        && !message.redelivered()
        && !dead.reason().equals(DeadReasons.ENDPOINT_DELETED);
  }

  private Set<UUID> promote(Map<UUID, Long> sequences, Set<Lane> awake) {
    Set<UUID> pending = new HashSet<>();
    if (!sequences.isEmpty()) {
      for (Map.Entry<UUID, @Nullable Lane> one : queue.promote(sequences).entrySet()) {
        Lane lane = one.getValue();
        if (lane == null) {
          pending.add(one.getKey());
        } else {
          awake.add(lane);
        }
      }
    }
    return pending;
  }

  /** Tells which of the stale had been settled by us, in a commit of which we did not hear. */
  private List<Outcome> write(List<Outcome> settled, List<Outcome> stale) {
    List<Outcome> attempts =
        Stream.concat(settled.stream(), stale.stream()).filter(Outcome::isAttempt).toList();
    if (attempts.isEmpty()) {
      return List.of();
    }
    try {
      Set<UUID> written = log.write(attempts);
      return stale.stream()
          .filter(one -> one.isAttempt() && !written.contains(one.job().id()))
          .toList();
    } catch (RuntimeException e) {
      throw new LogFailedException(e);
    }
  }

  /** Whatever the log's trouble is: it must not become the deliveries'. */
  private static final class LogFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RuntimeException failure;

    LogFailedException(RuntimeException failure) {
      super(failure);
      this.failure = failure;
    }

    @Override
    public synchronized RuntimeException getCause() {
      return failure;
    }
  }

  private static List<Job> jobs(List<Outcome> outcomes) {
    return outcomes.stream().map(Outcome::job).toList();
  }
}

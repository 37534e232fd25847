package dev.surety.webhook.internal;

import dev.surety.core.LimitedLog;
import dev.surety.webhook.internal.Dispatch.Sent;
import dev.surety.webhook.internal.Settlement.Settled;
import dev.surety.webhook.internal.Verdict.Dead;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what came of claims and settles it a few milliseconds' worth at a time; what cannot be
 * settled now is settled later. For one thread.
 */
final class Settler {

  static final Duration GATHER = Duration.ofMillis(5);

  private static final int MOST = 500;

  private final Settlement settlement;
  private final BiFunction<Job, SendResult, Verdict> judgement;
  private final Dispatch dispatch;
  private final Held held;
  private final Deque<Outcome> outcomes = new ArrayDeque<>();
  private final LimitedLog tooLate =
      new LimitedLog(
          System.getLogger(Settler.class.getName()),
          Level.WARNING,
          "outcomes of deliveries that had been canceled, or whose lease had ended, changed nothing");
  private final Deque<Sent> came = new ArrayDeque<>();
  private boolean stuck;
  private long stale;
  private Set<UUID> pending = new HashSet<>();
  private long last = System.nanoTime();

  /**
   * @param judgement decides what becomes of a delivery
   */
  Settler(
      Settlement settlement,
      BiFunction<Job, SendResult, Verdict> judgement,
      Dispatch dispatch,
      Held held) {
    this.settlement = settlement;
    this.judgement = judgement;
    this.dispatch = dispatch;
    this.held = held;
  }

  /** A claimed delivery is not to be sent any more. */
  void doom(Claim claim) {
    outcomes.add(
        new Outcome(claim.job(), new SendResult.Unsent(), new Dead(claim.doom()), Duration.ZERO));
  }

  boolean isIdle() {
    return dispatch.unsettled() == 0 && came.isEmpty() && outcomes.isEmpty() && pending.isEmpty();
  }

  /** Whether all there is to do has been locked by others. */
  boolean isStuck() {
    return stuck && dispatch.unsettled() == 0 && came.isEmpty();
  }

  /**
   * Settles what has come in, if it is enough or has waited long enough.
   *
   * @return what was settled; null if nothing was to be
   */
  @Nullable Settled settle() {
    if (!dispatch.isEnough() && System.nanoTime() - last < GATHER.toNanos()) {
      return null;
    }
    came.addAll(dispatch.take(MOST));
    judge();
    if (outcomes.isEmpty() && pending.isEmpty()) {
      return null;
    }
    List<Outcome> batch = batch();
    boolean done = false;
    try {
      Settled settled = settlement.run(batch, pending);
      done = true;
      pending = settled.pending();
      stuck = settled.settled().isEmpty() && settled.stale().isEmpty();
      outcomes.addAll(settled.again());
      count(settled.stale());
      forget(settled.settled());
      forget(settled.stale());
      return settled;
    } finally {
      last = System.nanoTime();
      if (!done) {
        outcomes.addAll(batch);
      }
    }
  }

  private void count(Collection<Outcome> late) {
    if (!late.isEmpty()) {
      stale += late.size();
      tooLate.logAbout(stale + " since the start");
    }
  }

  /** One of each delivery: a lease that was lost and taken again may have brought two. */
  private List<Outcome> batch() {
    Map<UUID, Outcome> batch = new LinkedHashMap<>();
    List<Outcome> later = new ArrayList<>();
    while (!outcomes.isEmpty() && batch.size() < MOST) {
      Outcome next = outcomes.remove();
      if (batch.putIfAbsent(next.job().id(), next) != null) {
        later.add(next);
      }
    }
    outcomes.addAll(later);
    return List.copyOf(batch.values());
  }

  private void forget(Collection<Outcome> over) {
    over.forEach(outcome -> held.remove(outcome.job()));
  }

  /** What cannot be judged now, for want of the database's time, is judged later. */
  private void judge() {
    while (!came.isEmpty()) {
      outcomes.add(judged(came.element()));
      came.remove();
    }
  }

  private Outcome judged(Sent sent) {
    Verdict verdict = judgement.apply(sent.job(), sent.result());
    return new Outcome(sent.job(), sent.result(), verdict, sent.took());
  }
}

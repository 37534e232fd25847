package dev.surety.webhook.internal;

import dev.surety.core.Core;
import dev.surety.core.Transactions.Outcome;
import dev.surety.webhook.internal.send.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Wakes this instance's worker once what is due is committed; notices where none works at all. */
final class Awakening {

  private static final Logger LOG = System.getLogger(Awakening.class.getName());
  private static final Duration LATELY = Duration.ofMinutes(1);

  private final Core core;
  private final QueueStatements queue;
  private final @Nullable Worker worker;
  private final AtomicBoolean asked = new AtomicBoolean();

  /**
   * @param worker null where this instance only enqueues
   */
  Awakening(Core core, QueueStatements queue, @Nullable Worker worker) {
    this.core = core;
    this.queue = queue;
    this.worker = worker;
  }

  /** Once: warns if no instance that delivers was seen lately. */
  void sending() {
    if (worker == null && asked.compareAndSet(false, true)) {
      try {
        core.scheduler().execute(this::warnIfNobodyWorks);
      } catch (RejectedExecutionException e) {
        LOG.log(Level.DEBUG, "nobody looks for workers", e);
      }
    }
  }

  /** The calling thread's transaction has made something due in these lanes. */
  void afterCommit(Map<Lane, Long> lanes) {
    if (worker != null && !lanes.isEmpty()) {
      core.transactions()
          .whenEnded(
              outcome -> {
                if (outcome != Outcome.ROLLED_BACK) {
                  committed(lanes);
                }
              });
    }
  }

  void committed(Map<Lane, Long> lanes) {
    if (worker != null) {
      lanes.forEach(worker::wake);
    }
  }

  private void warnIfNobodyWorks() {
    if (!core.ownTransactions().run(() -> queue.anyWorker(LATELY))) {
      LOG.log(
          Level.WARNING,
          "webhooks are queued, but no instance that delivers was seen for a minute; set"
              + " surety.webhook.worker=true on one");
    }
  }
}

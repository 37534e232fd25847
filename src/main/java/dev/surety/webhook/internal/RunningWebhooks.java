package dev.surety.webhook.internal;

import dev.surety.core.Core;
import dev.surety.core.GroupCommit;
import dev.surety.core.SqlFile;
import dev.surety.core.SweepOnDemand;
import dev.surety.core.Ticker;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.Webhooks;
import dev.surety.webhook.internal.endpoint.Rate;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.Sender;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Queue, worker and sweep of one application, from construction until closed. */
final class RunningWebhooks implements AutoCloseable {

  private final StoredWebhooks webhooks;
  private final GroupCommit<Command, Object> own;
  private final @Nullable Worker worker;
  private final Sweep sweep;
  private final Ticker sweeping;

  /**
   * What is around them.
   *
   * @param judgement decides what becomes of a delivery
   * @param receivers counts results of circuits and endpoints
   * @param rates grants sends under the rate limits of endpoints, in the current transaction
   * @param urls what is wrong with a url, without looking its host up
   * @param traceparent of the current request
   * @param events tells observers
   * @param sweeps drop a few rows of what other classes look after
   * @param longestRetry from a message's first attempt to its last
   */
  record Surroundings(
      Sender sender,
      BiFunction<Job, SendResult, Verdict> judgement,
      Settlement.Receivers receivers,
      Function<Map<UUID, Integer>, Map<UUID, Rate>> rates,
      Function<URI, Optional<String>> urls,
      Supplier<@Nullable String> traceparent,
      Consumer<WebhookEvent> events,
      List<LongSupplier> sweeps,
      Duration longestRetry) {}

  RunningWebhooks(Core core, WebhookSettings settings, Surroundings around) {
    SqlFile sql = new SqlFile("webhook", core.names());
    String application = core.settings().application();
    Duration deadline = core.settings().statementDeadline();
    Statements direct = (name, parameters) -> core.database().direct(sql.get(name), parameters);
    Statements joined =
        (name, parameters) -> core.database().directWithin(deadline, sql.get(name), parameters);
    long dedup = micros(longer(settings.horizons().dedup(), around.longestRetry()));
    DeliveryIds ids = new DeliveryIds(core.clock()::now);
    QueueStatements queue = new QueueStatements(direct, application, settings.lease());
    this.worker = settings.worker() ? worker(core, settings, around, direct, queue, ids) : null;
    Awakening awakening = new Awakening(core, queue, worker);
    this.own =
        new GroupCommit<>(
            new CommandFlush(
                core.ownTransactions(),
                new Queueing(direct, application, dedup),
                awakening::committed),
            core.threads(),
            core.settings().queue(),
            core.settings().patience());
    this.sweep =
        new Sweep(
            direct,
            core.ownTransactions(),
            queue,
            settings.horizons(),
            application,
            around.sweeps());
    this.webhooks =
        new StoredWebhooks(
            core,
            new Drafting(application, settings, ids, around.urls(), around.traceparent()),
            new Queueing(joined, application, dedup),
            own,
            awakening,
            sweep);
    this.sweeping =
        new Ticker(
            core.scheduler(),
            "sweeping webhooks",
            settings.sweepInterval(),
            () -> sweep(settings.sweep()));
  }

  Webhooks webhooks() {
    return webhooks;
  }

  /** How many settlements came too late. */
  long stale() {
    return worker == null ? 0 : worker.stale();
  }

  @Override
  public void close() {
    sweeping.close();
    sweep.close();
    if (worker != null) {
      worker.close();
    }
    own.close();
  }

  /** That sequences go on does not depend on whether anything is dropped. */
  private void sweep(boolean drops) {
    if (drops) {
      long unused = sweep.run(SweepOnDemand.LONGEST);
    } else {
      sweep.promote(SweepOnDemand.LONGEST);
    }
  }

  private static Worker worker(
      Core core,
      WebhookSettings settings,
      Surroundings around,
      Statements direct,
      QueueStatements queue,
      DeliveryIds ids) {
    String application = core.settings().application();
    Settlement settlement =
        new Settlement(
            core.ownTransactions(),
            queue,
            new LogStatements(direct, application, ids, settings.logExcerpt()),
            around.receivers(),
            settings.block());
    return new Worker(
        settings,
        core.ownTransactions(),
        queue,
        settlement,
        around.judgement(),
        around.sender(),
        settled -> SettledEvents.of(settled).forEach(around.events()),
        new RateLimits(around.rates()),
        core.threads(),
        core.scheduler());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}

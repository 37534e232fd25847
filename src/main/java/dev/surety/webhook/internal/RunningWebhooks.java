package dev.surety.webhook.internal;

import dev.surety.core.Core;
import dev.surety.core.GroupCommit;
import dev.surety.core.Micros;
import dev.surety.core.SqlFile;
import dev.surety.core.SweepOnDemand;
import dev.surety.core.Ticker;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.Webhooks;
import dev.surety.webhook.internal.endpoint.EndpointStore;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.Sender;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
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
   * @param endpoints grants sends under their rate limits
   * @param urls what is wrong with a url, without looking its host up
   * @param traceparent of the current request
   * @param events tells observers
   * @param sweeps drop a few rows of what other classes look after
   * @param longestSpan from the first attempt to the last of so many
   */
  record Surroundings(
      Sender sender,
      BiFunction<Job, SendResult, Verdict> judgement,
      Settlement.Receivers receivers,
      EndpointStore endpoints,
      Function<URI, Optional<String>> urls,
      Supplier<@Nullable String> traceparent,
      Consumer<WebhookEvent> events,
      List<LongSupplier> sweeps,
      IntFunction<Duration> longestSpan) {}

  RunningWebhooks(Core core, WebhookSettings settings, Surroundings around) {
    SqlFile sql = new SqlFile("webhook", core.names());
    String application = core.settings().application();
    Duration deadline = core.settings().statementDeadline();
    Statements direct = (name, parameters) -> core.database().direct(sql.get(name), parameters);
    Statements joined =
        (name, parameters) -> core.database().directWithin(deadline, sql.get(name), parameters);
    ToLongFunction<Draft> dedup =
        draft ->
            Micros.of(
                longer(
                    settings.horizons().dedup(), around.longestSpan().apply(draft.maxAttempts())));
    DeliveryIds ids = new DeliveryIds(core.clock()::now);
    QueueStatements queue = new QueueStatements(direct, application, settings.lease());
    this.worker = settings.worker() ? worker(core, settings, around, direct, queue) : null;
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
      QueueStatements queue) {
    String application = core.settings().application();
    Settlement settlement =
        new Settlement(
            core.ownTransactions(),
            queue,
            new LogStatements(direct, application, settings.logExcerpt()),
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
        new RateLimits(around.endpoints()),
        core.threads(),
        core.scheduler());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}

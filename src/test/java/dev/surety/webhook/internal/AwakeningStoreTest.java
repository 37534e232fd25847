package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.Core;
import dev.surety.testing.RecordedLog;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever only enqueues says so where nobody delivers. */
class AwakeningStoreTest {

  private static final Map<String, String> QUIET = Map.of("surety.webhook.worker", "false");

  private final WebhookFixture fixture = new WebhookFixture();
  private final RecordedLog log = new RecordedLog();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void close() throws Exception {
    log.close();
    scheduler.shutdownNow();
    fixture.close();
  }

  @Test
  void senderWithoutWorker_warns_whereNobodyHasDelivered() throws Exception {
    Instance quiet = fixture.instance(QUIET, job -> status(200));
    quiet.webhooks().send(message().build());
    await(() -> !warnings().isEmpty());
    assertThat(warnings()).singleElement().asString().contains("surety.webhook.worker=true");
  }

  @Test
  void senderWithoutWorker_warnsOnce() throws Exception {
    Awakening awakening = awakening(fixture.instance(QUIET, job -> status(200)));
    awakening.sending();
    awakening.sending();
    awaitScheduled();
    awakening.sending();
    awaitScheduled();
    assertThat(warnings()).hasSize(1);
  }

  @Test
  void senderWithoutWorker_warnsOfNothing_whereAnotherHasDeliveredLately() throws Exception {
    Instance quiet = fixture.instance(QUIET, job -> status(200));
    deliver();
    awakening(quiet).sending();
    awaitScheduled();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void senderWithoutWorker_warns_whereTheLastDeliveryIsLongerAgoThanAMinute() throws Exception {
    Instance quiet = fixture.instance(QUIET, job -> status(200));
    deliver();
    fixture.execute(
        "UPDATE surety_webhook_worker SET seen_at = now() - interval '61 s' WHERE application = '"
            + fixture.application
            + "'");
    awakening(quiet).sending();
    awaitScheduled();
    assertThat(warnings()).hasSize(1);
  }

  /** By an instance that is gone afterwards. */
  private void deliver() throws Exception {
    try (Instance working = fixture.instance(job -> status(200))) {
      working.webhooks().send(message().build());
      await(() -> fixture.queued() == 0);
    }
  }

  private List<String> warnings() {
    return log.texts().stream()
        .filter(text -> text.contains("no instance that delivers was seen"))
        .toList();
  }

  /** One that asks on a thread whose end of work can be awaited. */
  private Awakening awakening(Instance quiet) {
    Core core = quiet.core();
    Core own =
        new Core(
            core.config(),
            core.settings(),
            core.names(),
            core.database(),
            core.transactions(),
            core.ownTransactions(),
            core.clock(),
            core.threads(),
            scheduler);
    return new Awakening(own, fixture.queue(Duration.ofMinutes(1)), null);
  }

  private void awaitScheduled() throws Exception {
    scheduler.submit(() -> {}).get();
  }
}

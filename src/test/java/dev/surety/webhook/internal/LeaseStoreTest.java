package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.Receipt;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Claims: what they take, and how long they hold. */
class LeaseStoreTest extends ClaimsByHand {

  @Test
  void claimOfADeadWorker_isFreeWhenItsLeaseEnds_andThreeAreAWorkerLost() throws Exception {
    Instance quiet = fixture.instance(NO_WORKER, job -> status(200));
    Receipt receipt = quiet.webhooks().send(message().build());
    QueueStatements queue = fixture.queue(Duration.ofMillis(800));
    for (int claims = 0; claims < 3; claims++) {
      assertThat(claim(queue, ANY)).singleElement().extracting(Claim::doom).isEqualTo("");
      assertThat(claim(queue, ANY)).isEmpty();
      Thread.sleep(850);
    }
    Instance working = fixture.instance(job -> status(200));
    await(() -> fixture.queued() == 0);
    assertThat(working.sent()).isEmpty();
    assertThat(working.webhooks().find(receipt.delivery()).orElseThrow().reason())
        .hasValue("worker-lost");
  }

  @Test
  void slowAttempt_keepsItsLease() throws Exception {
    ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();
    Instance slow = fixture.withholding(Map.of("surety.webhook.lease", "PT1S"), answers);
    Instance other = fixture.instance(Map.of("surety.webhook.lease", "PT1S"), job -> status(200));
    slow.webhooks().send(message().build());
    await(() -> answers.size() + other.sent().size() == 1);
    Thread.sleep(2_500);
    assertThat(answers.size() + other.sent().size()).isOne();
    answers.forEach(Runnable::run);
    await(() -> fixture.queued() == 0);
  }

  @Test
  void attemptDuringClosing_keepsItsLease_andIsNotSentByAnother() throws Exception {
    ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();
    Map<String, String> lease = Map.of("surety.webhook.lease", "PT1S");
    Instance slow = fixture.withholding(lease, answers);
    slow.webhooks().send(message().build());
    await(() -> answers.size() == 1);
    Instance other = fixture.instance(lease, job -> status(200));
    Thread closing = new Thread(slow::close);
    closing.start();
    Thread.sleep(2_500);
    answers.remove().run();
    closing.join();
    assertThat(fixture.queued()).isZero();
    assertThat(other.sent()).isEmpty();
  }

  @Test
  void claim_endsWithTheBodyThatFillsTheRoom() {
    Instance quiet = fixture.instance(NO_WORKER, job -> status(200));
    List<UUID> sent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sent.add(quiet.webhooks().send(message().payload("x".repeat(1_000)).build()).delivery());
    }
    QueueStatements queue = fixture.queue(Duration.ofSeconds(30));
    assertThat(claim(queue, 2_500))
        .extracting(claim -> claim.job().id())
        .containsExactlyElementsOf(sent.subList(0, 3));
    assertThat(claim(queue, 1)).hasSize(1);
    assertThat(claim(queue, ANY)).hasSize(1);
  }

  @Test
  void largeBodies_areSentAll_aFewAtATime() throws Exception {
    Instance one =
        fixture.instance(Map.of("surety.webhook.max-payload", "16777216"), job -> status(200));
    byte[] body = new byte[16 << 20];
    fixture.inTransaction(
        () -> {
          for (int i = 0; i < 9; i++) {
            one.webhooks().send(message().payload(body, "application/octet-stream").build());
          }
          return null;
        });
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).hasSize(9);
  }

  @Test
  void slowProbe_keepsItsCircuit() throws Exception {
    Map<String, String> config =
        Map.of(
            "surety.webhook.lease", "PT1S",
            "surety.webhook.retry-schedule", "PT0.05S",
            "surety.webhook.breaker-failures", "1",
            "surety.webhook.breaker-pause", "PT1S");
    ConcurrentLinkedQueue<Runnable> probes = new ConcurrentLinkedQueue<>();
    ThreadedSender.Sending failingOnce =
        (job, done) -> {
          if (job.probe() == null) {
            done.accept(status(500));
          } else {
            probes.add(() -> done.accept(status(200)));
          }
        };
    Instance one = fixture.instance(config, new ConcurrentLinkedQueue<>(), failingOnce);
    fixture.instance(config, new ConcurrentLinkedQueue<>(), failingOnce);
    one.webhooks().send(message().build());
    one.webhooks().send(message().build());
    await(() -> !probes.isEmpty());
    Thread.sleep(2_500);
    assertThat(probes).hasSize(1);
    await(
        () -> {
          for (Runnable probe = probes.poll(); probe != null; probe = probes.poll()) {
            probe.run();
          }
          return fixture.queued() == 0;
        });
  }
}

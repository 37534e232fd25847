package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.RecordedLog;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.internal.Settlement.Changes;
import dev.surety.webhook.internal.Settlement.Settled;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Who may settle a claim, and what a second settlement leaves. */
class SettlementStoreTest extends ClaimsByHand {

  @Test
  void settlementByALateWorker_changesNothing_andIsCounted() throws Exception {
    ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();
    Instance slow = fixture.withholding(Map.of("surety.webhook.lease", "PT1S"), answers);
    Receipt receipt = slow.webhooks().send(message().build());
    await(() -> answers.size() == 1);
    // as if it had stood still past its lease, and another had claimed
    fixture.execute(
        "UPDATE surety_webhook SET fence = fence + 1, leased_until = now() + interval '1 minute'"
            + " WHERE delivery_id = '"
            + receipt.delivery()
            + "'");
    try (RecordedLog log = new RecordedLog()) {
      answers.remove().run();
      await(() -> log.texts().stream().anyMatch(text -> text.contains("nothing: 1 since")));
    }
    assertThat(fixture.queued()).isOne();
  }

  @Test
  void settlementOfWhoseCommitNobodyHeard_isRepeated_butWrittenDownOnce() {
    Instance quiet = fixture.instance(NO_WORKER, job -> status(200));
    Receipt receipt = quiet.webhooks().send(message().build());
    QueueStatements queue = fixture.queue(Duration.ofSeconds(30));
    List<Outcome> outcomes = claim(queue, ANY).stream().map(claim -> delivered(claim)).toList();
    Settlement settlement = settlement(queue);
    assertThat(settlement.run(outcomes, Set.of()).settled()).isEqualTo(outcomes);
    Settled again = settlement.run(outcomes, Set.of());
    assertThat(again.settled()).isEqualTo(outcomes);
    assertThat(again.stale()).isEmpty();
    assertThat(quiet.webhooks().attempts(receipt.delivery())).hasSize(1);
  }

  @Test
  void lateSettlement_isWrittenDownAsWell() {
    Instance quiet = fixture.instance(NO_WORKER, job -> status(200));
    Receipt receipt = quiet.webhooks().send(message().build());
    QueueStatements queue = fixture.queue(Duration.ofSeconds(30));
    Claim late = claim(queue, ANY).get(0);
    fixture.execute(
        "UPDATE surety_webhook SET leased_until = now() WHERE delivery_id = '"
            + receipt.delivery()
            + "'");
    Claim first = claim(queue, ANY).get(0);
    Settlement settlement = settlement(queue);
    assertThat(settlement.run(List.of(delivered(first)), Set.of()).settled()).hasSize(1);
    Settled after = settlement.run(List.of(delivered(late)), Set.of());
    assertThat(after.settled()).isEmpty();
    assertThat(after.stale()).hasSize(1);
    assertThat(quiet.webhooks().attempts(receipt.delivery())).hasSize(2);
  }

  private static Outcome delivered(Claim claim) {
    return new Outcome(claim.job(), status(200), new Verdict.Delivered(), Duration.ofMillis(1));
  }

  private Settlement settlement(QueueStatements queue) {
    return new Settlement(
        fixture.ownTransactions(),
        queue,
        new LogStatements(fixture.statements(), fixture.application, 0),
        attempts -> new Changes(Set.of(), List.of()),
        false);
  }
}

package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is waited for, and by whom: between polls, and behind others' transactions. */
class WaitingStoreTest {

  private final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void leaseIsKept_alsoWhereAPollIsLonger() throws Exception {
    ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();
    Instance slow =
        fixture.withholding(
            Map.of("surety.webhook.lease", "PT1S", "surety.webhook.poll", "PT1M"), answers);
    slow.webhooks().send(message().build());
    await(() -> answers.size() == 1);
    Instance other = fixture.instance(Map.of("surety.webhook.lease", "PT1S"), job -> status(200));
    Thread.sleep(2_500);
    answers.remove().run();
    await(() -> fixture.queued() == 0);
    assertThat(other.sent()).isEmpty();
  }

  @Test
  void pauseShorterThanAPoll_lastsNoPoll() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Instance one =
        fixture.instance(
            Map.of("surety.webhook.poll", "PT1M", "surety.webhook.retry-schedule", "PT0.05S"),
            job -> status(tries.incrementAndGet() < 3 ? 500 : 200));
    one.webhooks().send(message().build());
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).hasSize(3);
  }

  @Test
  void keyOfAQueuedMessage_isTaken_howeverOld() throws Exception {
    Instance quiet =
        fixture.instance(
            Map.of("surety.webhook.worker", "false", "surety.webhook.dedup-horizon", "PT1S"),
            job -> status(200));
    WebhookMessage message = message().idempotencyKey("k").maxAttempts(1).build();
    Receipt first = quiet.webhooks().send(message);
    Thread.sleep(1_200);
    quiet.webhooks().sweep();
    assertThat(quiet.webhooks().send(message))
        .isEqualTo(new Receipt(first.delivery(), first.webhookId(), true));
  }

  @Test
  void keyThatAnOpenTransactionHasTaken_isWaitedFor() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    WebhookMessage message = message().idempotencyKey("k").build();
    CountDownLatch sent = new CountDownLatch(1);
    CompletableFuture<Receipt> first =
        CompletableFuture.supplyAsync(
            () ->
                fixture.inTransaction(
                    () -> {
                      Receipt receipt = one.webhooks().send(message);
                      sent.countDown();
                      pause(700);
                      return receipt;
                    }));
    sent.await();
    Receipt second = one.webhooks().send(message);
    assertThat(second.duplicate()).isTrue();
    assertThat(second.delivery()).isEqualTo(first.get(10, TimeUnit.SECONDS).delivery());
  }

  @Test
  void redeliverBehindAnOpenSkip_findsTheDeadLetter() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Instance one =
        fixture.instance(
            Map.of("surety.webhook.on-dead", "block"),
            job -> status(tries.incrementAndGet() == 1 ? 422 : 200));
    Receipt head = one.webhooks().send(message().sequenceKey("k").build());
    await(
        () -> one.webhooks().find(head.delivery()).orElseThrow().state() == DeliveryState.BLOCKING);
    CountDownLatch skipped = new CountDownLatch(1);
    CompletableFuture<Boolean> skip =
        CompletableFuture.supplyAsync(
            () ->
                fixture.inTransaction(
                    () -> {
                      boolean ended = one.webhooks().skip(head.delivery());
                      skipped.countDown();
                      pause(500);
                      return ended;
                    }));
    skipped.await();
    assertThat(one.webhooks().redeliver(head.delivery())).isTrue();
    assertThat(skip.get(10, TimeUnit.SECONDS)).isTrue();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).hasSize(2);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sequence to which an open transaction has added. */
class OpenSequenceStoreTest {

  private final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void openTransactionBehindAHead_delaysNobodyElse_andIsNotLost() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    one.webhooks().send(message().type("1").sequenceKey("k").build());
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    Thread slow =
        new Thread(
            () ->
                fixture.inTransaction(
                    () -> {
                      one.webhooks().send(message().type("2").sequenceKey("k").build());
                      sent.countDown();
                      waitFor(commit);
                      return null;
                    }));
    slow.start();
    sent.await();
    one.webhooks().send(message().type("other").build());
    await(() -> one.sent().stream().anyMatch(job -> job.message().type().equals("other")));
    commit.countDown();
    slow.join();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent())
        .extracting(job -> job.message().type())
        .containsExactlyInAnyOrder("1", "2", "other");
  }

  @Test
  void messageWithoutATransaction_waitsForAnOpenOneOfItsSequence() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    CountDownLatch sent = new CountDownLatch(1);
    Thread slow =
        new Thread(
            () ->
                fixture.inTransaction(
                    () -> {
                      one.webhooks().send(message().type("1").sequenceKey("k").build());
                      sent.countDown();
                      pause(700);
                      return null;
                    }));
    slow.start();
    sent.await();
    one.webhooks().send(message().type("2").sequenceKey("k").build());
    slow.join();
    await(() -> fixture.queued() == 0);
    assertThat(one.sent()).extracting(job -> job.message().type()).containsExactly("1", "2");
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

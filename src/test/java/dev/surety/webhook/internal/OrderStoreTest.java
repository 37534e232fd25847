package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import dev.surety.webhook.internal.send.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages of one sequence key: one at a time, in the order of commits. */
class OrderStoreTest {

  private static final Map<String, String> QUICK =
      Map.of("surety.webhook.retry-schedule", "PT0.02S", "surety.webhook.max-attempts", "2");

  private final WebhookFixture fixture = new WebhookFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void twoInstances_deliverEachSequenceInCommitOrder_oneAtATime_withoutAGap() throws Exception {
    ConcurrentLinkedQueue<Job> arrivals = new ConcurrentLinkedQueue<>();
    Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    AtomicBoolean overlap = new AtomicBoolean();
    WebhookFixture.Receiver receiver =
        job -> {
          String key = String.valueOf(job.message().sequenceKey());
          AtomicInteger atOnce = running.computeIfAbsent(key, any -> new AtomicInteger());
          if (atOnce.incrementAndGet() > 1) {
            overlap.set(true);
          }
          arrivals.add(job);
          atOnce.decrementAndGet();
          return status(ThreadLocalRandom.current().nextInt(5) == 0 ? 500 : 200);
        };
    // five failures in a row are bound to come, and are not what this is about
    Map<String, String> config =
        Map.of(
            "surety.webhook.retry-schedule", "PT0.02S", "surety.webhook.breaker-failures", "1000");
    Instance one = fixture.instance(config, receiver);
    Instance two = fixture.instance(config, receiver);
    Map<String, List<String>> committed = new ConcurrentHashMap<>();
    List<Thread> senders = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      Instance instance = thread % 2 == 0 ? one : two;
      Thread sender = new Thread(() -> sendMany(instance, committed));
      sender.start();
      senders.add(sender);
    }
    for (Thread sender : senders) {
      sender.join();
    }
    await(() -> fixture.queued() == 0);
    assertThat(overlap).isFalse();
    Map<String, Map<String, Long>> first = new HashMap<>();
    for (Job job : arrivals) {
      first
          .computeIfAbsent(
              String.valueOf(job.message().sequenceKey()), key -> new LinkedHashMap<>())
          .putIfAbsent(job.message().webhookId(), job.message().sequenceNumber());
    }
    assertThat(first).hasSize(3);
    first.forEach(
        (key, ids) -> {
          assertThat(ids.values())
              .containsExactlyElementsOf(LongStream.rangeClosed(1, ids.size()).boxed().toList());
          assertThat(ids.keySet()).containsExactlyElementsOf(committed.get(key));
        });
  }

  /** The sequence's row is locked until the transaction ends, so this list is in commit order. */
  private void sendMany(Instance instance, Map<String, List<String>> committed) {
    for (int i = 0; i < 40; i++) {
      String key = "key-" + i % 3;
      fixture.inTransaction(
          () -> {
            Receipt receipt = instance.webhooks().send(message().sequenceKey(key).build());
            committed
                .computeIfAbsent(key, any -> Collections.synchronizedList(new ArrayList<>()))
                .add(receipt.webhookId());
            return null;
          });
    }
  }

  @Test
  void loneMessagesOfALockedSequence_waitForItTogether_andDelayNobodyElse() throws Exception {
    Instance one = fixture.instance(QUICK, job -> status(200));
    List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
    Duration took =
        fixture.inTransaction(
            () -> {
              Receipt unused = one.webhooks().send(message().sequenceKey("k").build());
              for (int i = 0; i < 100; i++) {
                waiting.add(alone(one, message().sequenceKey("k").build()));
              }
              LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
              long start = System.nanoTime();
              Receipt other = alone(one, message().sequenceKey("j").build()).join();
              assertThat(other.duplicate()).isFalse();
              return Duration.ofNanos(System.nanoTime() - start);
            });
    // 100 waits of 50 ms on two threads would take 2.5 s
    assertThat(took).isLessThan(Duration.ofMillis(1500));
    waiting.forEach(CompletableFuture::join);
    await(() -> fixture.queued() == 0);
    assertThat(one.sent())
        .filteredOn(job -> "k".equals(job.message().sequenceKey()))
        .extracting(job -> job.message().sequenceNumber())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 101).boxed().toList());
  }

  private static CompletableFuture<Receipt> alone(Instance instance, WebhookMessage message) {
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    new Thread(() -> receipt.complete(instance.webhooks().send(message))).start();
    return receipt;
  }

  @Test
  void failingHead_holdsItsKeyUntilItIsDead_andNoOther() throws Exception {
    Instance one =
        fixture.instance(QUICK, job -> status(job.message().type().equals("bad") ? 500 : 200));
    Receipt head = one.webhooks().send(message().type("bad").sequenceKey("k").build());
    one.webhooks().send(message().type("behind").sequenceKey("k").build());
    one.webhooks().send(message().type("other").sequenceKey("j").build());
    await(() -> fixture.queued() == 0);
    assertThat(one.sent())
        .filteredOn(job -> "k".equals(job.message().sequenceKey()))
        .extracting(job -> job.message().type())
        .containsExactly("bad", "bad", "behind");
    assertThat(one.webhooks().find(head.delivery()).orElseThrow().state())
        .isEqualTo(DeliveryState.DEAD);
  }

  @Test
  void redeliveredOlderMessage_goesOutOfOrder_andSaysSo() throws Exception {
    AtomicBoolean healed = new AtomicBoolean();
    Instance one =
        fixture.instance(
            QUICK, job -> status(job.message().type().equals("bad") && !healed.get() ? 422 : 200));
    Receipt head = one.webhooks().send(message().type("bad").sequenceKey("k").build());
    one.webhooks().send(message().type("behind").sequenceKey("k").build());
    await(() -> fixture.queued() == 0);
    healed.set(true);
    assertThat(one.webhooks().redeliver(DeliveryFilter.dead(), 10)).isOne();
    await(() -> fixture.queued() == 0);
    Job last = one.sent().stream().reduce((a, b) -> b).orElseThrow();
    assertThat(last.id()).isEqualTo(head.delivery());
    assertThat(last.message().redelivered()).isTrue();
    assertThat(last.message().sequenceNumber()).isOne();
  }

  @Test
  void sequenceWhoseNextNobodyLetGo_isRepairedByTheSweep() throws Exception {
    Instance one = fixture.instance(job -> status(200));
    WebhookMessage message = message().sequenceKey("k").build();
    one.webhooks().send(message);
    await(() -> fixture.queued() == 0);
    one.close();
    Instance quiet = fixture.instance(Map.of("surety.webhook.worker", "false"), job -> status(200));
    Receipt stuck = quiet.webhooks().send(message);
    fixture.execute(
        "UPDATE surety_webhook SET state = 'waiting' WHERE delivery_id = '"
            + stuck.delivery()
            + "'");
    quiet.webhooks().sweep();
    assertThat(quiet.webhooks().find(stuck.delivery()).orElseThrow().state())
        .isEqualTo(DeliveryState.QUEUED);
  }
}

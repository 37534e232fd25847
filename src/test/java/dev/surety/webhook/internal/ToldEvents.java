package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.WebhookEvent.CircuitOpened;
import dev.surety.webhook.internal.Events.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Events, and what observers made of them. */
@Timeout(60)
abstract class ToldEvents {

  static final Limits QUICK = new Limits(100, Duration.ofMillis(300), Duration.ofMillis(100));

  final List<WebhookEvent> seen = new CopyOnWriteArrayList<>();
  final Set<Thread> tellers = ConcurrentHashMap.newKeySet();
  final AtomicInteger started = new AtomicInteger();
  final CountDownLatch release = new CountDownLatch(1);

  final ThreadFactory threads =
      task -> {
        started.incrementAndGet();
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
      };

  @AfterEach
  void release() {
    release.countDown();
  }

  Events events(Consumer<WebhookEvent> observer, Limits limits) {
    return new Events(
        event -> {
          tellers.add(Thread.currentThread());
          observer.accept(event);
          seen.add(event);
        },
        type -> true,
        threads,
        limits);
  }

  static boolean sleepsOut(Duration time) {
    try {
      Thread.sleep(time.toMillis());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  static WebhookEvent event(int number) {
    return new CircuitOpened("t", "key" + number, "timeout");
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      sleepsOut(Duration.ofMillis(5));
    }
  }
}

package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.RecordedLog;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.WebhookEvent.CircuitClosed;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Observers run off the worker, each for a bounded time. */
@Timeout(60)
class EventsTest {

  private static final Limits QUICK =
      new Limits(100, Duration.ofMillis(300), Duration.ofMillis(100));

  private final List<WebhookEvent> seen = new CopyOnWriteArrayList<>();
  private final Set<Thread> tellers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger started = new AtomicInteger();
  private final CountDownLatch release = new CountDownLatch(1);
  private final ThreadFactory threads =
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

  @Test
  void events_comeInOrder_onAThreadThatIsNotTheWorkers() {
    try (Events events = events(event -> {}, QUICK)) {
      for (int i = 0; i < 50; i++) {
        events.tell(event(i));
      }
      await(() -> seen.size() == 50);
    }
    assertThat(seen).first().isEqualTo(event(0));
    assertThat(seen).last().isEqualTo(event(49));
    assertThat(tellers).hasSize(1).doesNotContain(Thread.currentThread());
  }

  @Test
  void eventThatNobodyObserves_costsNoThread_andIsAskedForOnce() {
    AtomicInteger asked = new AtomicInteger();
    try (Events events =
        new Events(
            seen::add,
            type -> {
              asked.incrementAndGet();
              return type == CircuitOpened.class;
            },
            threads,
            QUICK)) {
      for (int i = 0; i < 10; i++) {
        events.tell(new CircuitClosed("t", "k"));
      }
      assertThat(started).hasValue(0);
      assertThat(asked).hasValue(1);
      events.tell(event(1));
      await(() -> seen.size() == 1);
    }
  }

  @Test
  void observerThatFails_isLogged_andChangesNothing() {
    try (RecordedLog log = new RecordedLog();
        Events events =
            events(
                event -> {
                  if (event.equals(event(0))) {
                    throw new AssertionError("broken observer");
                  }
                },
                QUICK)) {
      events.tell(event(0));
      events.tell(event(1));
      await(() -> seen.contains(event(1)));
      assertThat(log.texts()).anyMatch(text -> text.contains("broken observer"));
    }
  }

  @Test
  void observerThatIsSlow_isInterrupted_andTheNextEventIsNot() {
    List<String> ends = new CopyOnWriteArrayList<>();
    try (Events events =
        events(
            event -> {
              if (event.equals(event(0))) {
                ends.add(sleepsOut(Duration.ofSeconds(30)) ? "slept" : "interrupted");
              } else {
                ends.add(sleepsOut(Duration.ofMillis(50)) ? "slept" : "interrupted");
              }
            },
            QUICK)) {
      events.tell(event(0));
      events.tell(event(1));
      await(() -> ends.size() == 2);
      assertThat(ends).containsExactly("interrupted", "slept");
      assertThat(tellers).hasSize(1);
    }
  }

  @Test
  void observerThatDoesNotYield_isLeftBehind_onItsThread() {
    try (Events events = events(this::hangOnFirst, QUICK)) {
      events.tell(event(0));
      events.tell(event(1));
      await(() -> seen.contains(event(1)));
      assertThat(tellers).hasSize(2);
      assertThat(events.lost()).isZero();
    }
  }

  @Test
  void observersThatNeverYield_takeABoundedNumberOfThreads_untilTheyReturn() {
    Limits hasty = new Limits(100, Duration.ofMillis(20), Duration.ofMillis(20));
    try (Events events =
        events(
            event -> {
              if (release.getCount() > 0) {
                hang();
              }
            },
            hasty)) {
      for (int i = 0; i < 20; i++) {
        events.tell(event(i));
      }
      await(() -> events.lost() == 20 - Observers.MOST_STUCK);
      assertThat(started).hasValue(1 + Observers.MOST_STUCK);
      release.countDown();
      await(() -> tellers.stream().noneMatch(Thread::isAlive));
      events.tell(event(99));
      await(() -> seen.contains(event(99)));
    }
  }

  @Test
  void fullQueue_losesEvents_countsThem_andNeverHoldsTheWorkerUp() {
    Limits small = new Limits(5, Duration.ofSeconds(5), Duration.ofMillis(100));
    try (RecordedLog log = new RecordedLog();
        Events events = events(event -> awaitRelease(), small)) {
      long start = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        events.tell(event(i));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(events.lost()).isBetween(94L, 95L);
      assertThat(log.texts()).anyMatch(text -> text.contains("events are lost"));
      release.countDown();
      await(() -> seen.size() + events.lost() == 100);
    }
  }

  @Test
  void closing_tellsWhatIsQueued_andTakesNoMore() {
    Events events = events(event -> sleepsOut(Duration.ofMillis(5)), QUICK);
    for (int i = 0; i < 20; i++) {
      events.tell(event(i));
    }
    events.close();
    assertThat(seen).hasSize(20);
    events.tell(event(21));
    assertThat(seen).hasSize(20);
    await(() -> tellers.stream().noneMatch(Thread::isAlive));
  }

  private Events events(Consumer<WebhookEvent> observer, Limits limits) {
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

  private void hangOnFirst(WebhookEvent event) {
    if (event.equals(event(0))) {
      hang();
    }
  }

  /** Takes no notice of interrupts. */
  private void hang() {
    while (release.getCount() > 0) {
      Thread.onSpinWait();
      if (Thread.interrupted()) {
        continue;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  private void awaitRelease() {
    try {
      release.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean sleepsOut(Duration time) {
    try {
      Thread.sleep(time.toMillis());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static WebhookEvent event(int number) {
    return new CircuitOpened("t", "key" + number, "timeout");
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      sleepsOut(Duration.ofMillis(5));
    }
  }
}

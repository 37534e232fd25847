package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.RecordedLog;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.internal.Events.Limits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Observers that take their time hold neither the worker nor each other up. */
@Timeout(60)
class SlowObserversTest extends ToldEvents {

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
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      assertThat(events.lost()).isBetween(94L, 95L);
      assertThat(log.texts()).anyMatch(text -> text.contains("events are lost: 1 since the start"));
      release.countDown();
      await(() -> seen.size() + events.lost() == 100);
    }
  }

  @Test
  void closingBeforeAllAreTold_saysHowManyWereNot() {
    Limits hasty = new Limits(100, Duration.ofMillis(20), Duration.ofMillis(20));
    try (RecordedLog log = new RecordedLog()) {
      Events events = events(event -> awaitRelease(), hasty);
      for (int i = 0; i < 100; i++) {
        events.tell(event(i));
      }
      events.close();
      assertThat(events.lost()).isPositive();
      assertThat(log.texts())
          .anyMatch(text -> text.contains("not told of " + events.lost() + " events in all"));
    } finally {
      release.countDown();
    }
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
}

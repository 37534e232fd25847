package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.RecordedLog;
import dev.surety.webhook.WebhookEvent.CircuitClosed;
import dev.surety.webhook.WebhookEvent.CircuitOpened;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Observers are told in order, off the worker. */
@Timeout(60)
class EventsTest extends ToldEvents {

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
}

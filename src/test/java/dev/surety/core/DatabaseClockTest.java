package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

  private static final Instant THEN = Instant.parse("2026-04-18T14:00:00Z");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final DatabaseClock clock = new DatabaseClock(nanos::get);

  @Test
  void now_isWhatTheDatabaseTold_andWhatHasPassedSince() {
    read(THEN, Duration.ZERO);
    pass(Duration.ofMillis(1500));
    assertThat(clock.now()).isEqualTo(THEN.plusMillis(1500));
  }

  @Test
  void slowAnswer_doesNotReplaceAFreshReading_butAnOldOne() {
    read(THEN, Duration.ZERO);
    read(THEN.plusSeconds(100), Duration.ofSeconds(1));
    assertThat(clock.now()).isEqualTo(THEN.plusSeconds(1));
    pass(Duration.ofSeconds(5));
    read(THEN.plusSeconds(100), Duration.ofSeconds(1));
    assertThat(clock.now()).isEqualTo(THEN.plusMillis(100_500));
  }

  @Test
  void slowTripWithOtherWork_replacesNoReading_howeverOld() {
    read(THEN, Duration.ZERO);
    pass(Duration.ofSeconds(30));
    long asked = clock.asked();
    pass(Duration.ofSeconds(2));
    clock.overheard(asked, THEN.plusSeconds(100).toEpochMilli() * 1000);
    assertThat(clock.now()).isEqualTo(THEN.plusSeconds(32));
  }

  @Test
  void clockThatWasNotReadForAMinute_isUnavailable() {
    assertThatThrownBy(clock::now).isInstanceOf(UnavailableException.class);
    read(THEN, Duration.ZERO);
    pass(Duration.ofSeconds(60));
    assertThat(clock.now()).isEqualTo(THEN.plusSeconds(60));
    pass(Duration.ofNanos(1));
    assertThatThrownBy(clock::now).isInstanceOf(UnavailableException.class);
  }

  private void read(Instant told, Duration trip) {
    long asked = clock.asked();
    pass(trip);
    clock.answered(asked, told.toEpochMilli() * 1000);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}

package dev.surety.replay.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepPaceTest {

  private final SweepPace pace = new SweepPace(Duration.ofMinutes(1));

  @Test
  void everyPage_isVisitedWithinHalfOfTheShortestLife() {
    assertThat(pace.pages(Duration.ofSeconds(10), 60_000)).isEqualTo(10_000);
    assertThat(pace.pages(Duration.ofSeconds(60), 60_000)).isEqualTo(60_000);
    assertThat(pace.pages(Duration.ofHours(1), 60_000)).isEqualTo(60_000);
  }

  @Test
  void smallTable_isWalkedAPageAtLeast() {
    assertThat(pace.pages(Duration.ofMillis(1), 3)).isEqualTo(1);
  }

  @Test
  void emptyTable_isNotWalked() {
    assertThat(pace.pages(Duration.ofSeconds(10), 0)).isZero();
  }
}

package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long MILLI = 1_000_000;
  private static final long NOW = 1_000 * MILLI;

  private final Pace pace = new Pace(100, Duration.ofMillis(5), 0);

  @Test
  void firstOfAll_isTakenAtOnce() {
    assertThat(pace.patience(1, NOW, NOW)).isZero();
    assertThat(pace.begin(1)).isOne();
  }

  @Test
  void loneCaller_neverPauses() {
    decided(1, 3 * MILLI);
    assertThat(pace.patience(1, NOW, NOW)).isZero();
  }

  @Test
  void afterABatchOfSeveral_itPausesAsLongAsThatTook() {
    decided(8, 2 * MILLI);
    assertThat(pace.patience(1, NOW, NOW)).isEqualTo(2 * MILLI);
    assertThat(pace.patience(1, NOW, NOW + 2 * MILLI)).isNotPositive();
  }

  @Test
  void noPauseIsLongerThanTheLongestWait() {
    decided(8, 700 * MILLI);
    assertThat(pace.patience(1, NOW, NOW)).isEqualTo(5 * MILLI);
  }

  @Test
  void pauseEndsWhenAsManyWaitAsTheLastBatchHad() {
    decided(8, 2 * MILLI);
    assertThat(pace.isEnough(7)).isFalse();
    assertThat(pace.isEnough(8)).isTrue();
    assertThat(pace.patience(8, NOW, NOW)).isZero();
  }

  @Test
  void fullBatch_isEnoughAfterOneThatWasLarger() {
    Pace small = new Pace(4, Duration.ofMillis(5), 0);
    assertThat(small.begin(9)).isEqualTo(4);
    assertThat(small.begin(5)).isEqualTo(4);
    assertThat(small.isEnough(4)).isTrue();
  }

  @Test
  void whileOthersWork_asManyWaitAsAreInWork_orTheFirstForTheLongestTime() {
    pace.begin(10);
    assertThat(pace.patience(9, NOW, NOW)).isEqualTo(5 * MILLI);
    assertThat(pace.patience(9, NOW, NOW + 5 * MILLI)).isNotPositive();
    assertThat(pace.patience(10, NOW, NOW)).isZero();
  }

  @Test
  void whileOthersWork_atMostHalfOfAllIsTaken() {
    pace.begin(10);
    assertThat(pace.begin(30)).isEqualTo(20);
  }

  @Test
  void whatEnds_isInWorkNoMore() {
    pace.begin(10);
    pace.end(10, NOW - MILLI, NOW);
    assertThat(pace.begin(30)).isEqualTo(30);
  }

  private void decided(int items, long took) {
    assertThat(pace.begin(items)).isEqualTo(items);
    pace.end(items, NOW - took, NOW);
  }
}

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
  void afterABatchOfSeveral_itPausesTwiceAsLongAsThatTook() {
    decided(8, 2 * MILLI);
    assertThat(pace.patience(1, NOW, NOW)).isEqualTo(4 * MILLI);
    assertThat(pace.patience(1, NOW, NOW + 4 * MILLI)).isNotPositive();
  }

  @Test
  void noPauseIsLongerThanTheLongestWait() {
    decided(8, 700 * MILLI);
    assertThat(pace.patience(1, NOW, NOW)).isEqualTo(5 * MILLI);
    assertThat(pace.patience(1, NOW + 5 * MILLI, NOW + 5 * MILLI)).isNotPositive();
  }

  @Test
  void nobodyWaitsLongerThanTheLongest_alsoBeforeAPause() {
    decided(8, 5 * MILLI);
    assertThat(pace.patience(1, NOW - 3 * MILLI, NOW)).isEqualTo(2 * MILLI);
  }

  @Test
  void pauseEndsWhenAsManyWaitAsTheLastBatchHad() {
    decided(8, 2 * MILLI);
    assertThat(pace.isEnough(7)).isFalse();
    assertThat(pace.isEnough(8)).isTrue();
    assertThat(pace.patience(8, NOW, NOW)).isZero();
  }

  @Test
  void ofMany_halfAreEnough_butNotOfFew() {
    decided(60, 2 * MILLI);
    assertThat(pace.isEnough(29)).isFalse();
    assertThat(pace.isEnough(30)).isTrue();
    decided(20, 2 * MILLI);
    assertThat(pace.isEnough(15)).isFalse();
    assertThat(pace.isEnough(16)).isTrue();
    assertThat(pace.patience(16, NOW, NOW)).isZero();
  }

  @Test
  void fullBatch_isEnough_howeverManyAreInWork() {
    Pace small = new Pace(4, Duration.ofMillis(5), 0);
    assertThat(small.begin(9)).isEqualTo(4);
    assertThat(small.begin(5)).isEqualTo(4);
    assertThat(small.isEnough(4)).isTrue();
  }

  @Test
  void whileTheOtherWorks_asManyWaitAsAreInWork_orTheFirstForTwiceAsLongAsTheLastTook() {
    decided(2, 2 * MILLI);
    pace.begin(10);
    assertThat(pace.patience(9, NOW, NOW)).isEqualTo(4 * MILLI);
    assertThat(pace.patience(9, NOW, NOW + 4 * MILLI)).isNotPositive();
    assertThat(pace.patience(10, NOW, NOW)).isZero();
  }

  @Test
  void besideABatchThatHangs_oneThatIsQuickWaitsForTwoQuickOnesAtMost() {
    pace.begin(10);
    decided(1, MILLI / 2);
    assertThat(pace.patience(1, NOW, NOW)).isEqualTo(MILLI);
  }

  @Test
  void whileTheOtherWorks_atMostHalfOfAllIsTaken() {
    pace.begin(10);
    assertThat(pace.begin(30)).isEqualTo(20);
  }

  @Test
  void whatEnds_isInWorkNoMore() {
    pace.begin(10);
    pace.end(10, 10, NOW - MILLI, NOW);
    assertThat(pace.begin(30)).isEqualTo(30);
  }

  @Test
  void whatSharesNoTransaction_isHalved_andWaitsForNothing() {
    pace.begin(8);
    pace.end(8, 1, NOW - MILLI, NOW);
    assertThat(pace.patience(2, NOW, NOW)).isZero();
    assertThat(pace.begin(2)).isOne();
    assertThat(pace.patience(1, NOW, NOW)).isZero();
  }

  @Test
  void oneItemAlone_tellsNothingOfWhatIsShared() {
    pace.begin(8);
    pace.end(8, 1, NOW - MILLI, NOW);
    decided(1, MILLI);
    assertThat(pace.isEnough(1)).isTrue();
    pace.begin(3);
    pace.end(2, 2, NOW - MILLI, NOW);
    decided(1, MILLI);
    assertThat(pace.begin(4)).isEqualTo(4);
  }

  private void decided(int items, long took) {
    pace.begin(items);
    pace.end(items, items, NOW - took, NOW);
  }
}

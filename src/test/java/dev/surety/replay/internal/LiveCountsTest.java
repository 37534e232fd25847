package dev.surety.replay.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveCountsTest {

  @Test
  void expiry_freesByArithmetic_atTheEndOfTheSecond() {
    LiveCounts counts = LiveCounts.NONE.plus(100, 2).plus(200, 3).plus(100, 1);
    assertThat(counts).hasToString("100:3 100:3");
    assertThat(counts.liveAt(99_999_999).total()).isEqualTo(6);
    assertThat(counts.liveAt(100_000_000).total()).isEqualTo(3);
    assertThat(counts.liveAt(200_000_000).total()).isZero();
    assertThat(counts.firstEnd()).isEqualTo(100);
    assertThat(counts.lastEnd()).isEqualTo(200);
  }

  @Test
  void text_isReadBack_andAnythingElseIsCorrupt() {
    assertThat(LiveCounts.of("")).hasToString("");
    assertThat(LiveCounts.of("1:2 3:4")).hasToString("1:2 3:4");
    assertThat(LiveCounts.of("1:2 3:4").lastEnd()).isEqualTo(4);
    for (String bad : new String[] {" ", "1", "1:", ":1", "1:2  3:4", "a:b"}) {
      assertThatThrownBy(() -> LiveCounts.of(bad)).isInstanceOf(SuretyException.class);
    }
  }

  @Test
  void anyNumberOfEnds_neverCountsTooFew_andStaysSmall() {
    Random random = new Random(7);
    for (int round = 0; round < 30; round++) {
      List<Long> ends = new ArrayList<>();
      LiveCounts counts = LiveCounts.NONE;
      long now = 1_776_520_800;
      for (int i = 0; i < 1_000; i++) {
        long end = now + 1 + random.nextInt(540);
        ends.add(end);
        counts = LiveCounts.of(counts.plus(end, 1).toString());
        assertThat(counts.toString().split(" ", -1)).hasSizeLessThanOrEqualTo(LiveCounts.MOST);
        now += random.nextInt(2);
        counts = counts.liveAt(now * 1_000_000);
        long moment = now;
        ends.removeIf(other -> other <= moment);
        assertThat(counts.total()).isGreaterThanOrEqualTo(ends.size());
      }
      long late = now + 64;
      LiveCounts later = counts.liveAt(late * 1_000_000);
      assertThat(later.total())
          .isLessThanOrEqualTo(ends.stream().filter(end -> end > late - 32).count());
    }
  }

  @Test
  void takenBack_isTakenFromWhereItWasRoundedTo() {
    assertThat(LiveCounts.NONE.plus(100, 5).plus(90, -2)).hasToString("100:3");
    assertThat(LiveCounts.NONE.plus(100, -1)).hasToString("");
  }
}

package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClaimAheadTest {

  private final ClaimAhead ahead = new ClaimAhead(500);

  @Test
  void slowReceivers_keepItLow() {
    assertThat(ahead.many()).isEqualTo(200);
    ahead.settled(3);
    assertThat(ahead.many()).isEqualTo(200);
  }

  @Test
  void manySettledAtOnce_raiseIt_upToOneClaim() {
    ahead.settled(80);
    assertThat(ahead.many()).isEqualTo(320);
    ahead.settled(490);
    assertThat(ahead.many()).isEqualTo(500);
  }

  @Test
  void oneSmallSettlement_lowersItLittle_manyDoWholly() {
    ahead.settled(500);
    ahead.settled(1);
    assertThat(ahead.many()).isEqualTo(462);
    for (int i = 0; i < 40; i++) {
      ahead.settled(1);
    }
    assertThat(ahead.many()).isEqualTo(200);
  }

  @Test
  void smallBatch_isNeverPassed() {
    ClaimAhead small = new ClaimAhead(50);
    assertThat(small.many()).isEqualTo(50);
    small.settled(500);
    assertThat(small.many()).isEqualTo(50);
    small.settled(1);
    assertThat(small.many()).isEqualTo(50);
  }
}

package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClaimAheadTest {

  private static final long START = Long.MAX_VALUE - Duration.ofMillis(300).toNanos();

  private final ClaimAhead ahead = new ClaimAhead(500, START);
  private long now = START;

  @Test
  void quickReceivers_raiseIt_toWhatIsSentWithin40Milliseconds() {
    assertThat(ahead.many()).isEqualTo(200);
    pass(250, 2_500);
    assertThat(ahead.many()).isEqualTo(400);
    pass(100, 1_000);
    assertThat(ahead.many()).as("in the middle of a period").isEqualTo(400);
  }

  @Test
  void itsLimit_isNotPassed() {
    pass(250, 1_000_000);
    assertThat(ahead.many()).isEqualTo(500);
  }

  /** 231 sends to one receiver that answers after ten seconds, all at once. */
  @Test
  void answersThatComeTogether_areNoPace() {
    pass(10_000, 231);
    assertThat(ahead.many()).isEqualTo(200);
    pass(1, 231);
    pass(249, 0);
    assertThat(ahead.many()).isEqualTo(200);
  }

  @Test
  void itFalls_whenReceiversBecomeSlow() {
    pass(250, 5_000);
    assertThat(ahead.many()).isEqualTo(500);
    pass(250, 10);
    assertThat(ahead.many()).isEqualTo(200);
  }

  @Test
  void smallBatch_isNeverPassed() {
    ClaimAhead small = new ClaimAhead(50, START);
    small.sent(1_000_000, START + Duration.ofSeconds(1).toNanos());
    assertThat(small.many()).isEqualTo(50);
  }

  private void pass(long millis, long attempts) {
    now += Duration.ofMillis(millis).toNanos();
    ahead.sent(attempts, now);
  }
}

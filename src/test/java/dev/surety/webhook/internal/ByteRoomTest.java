package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.internal.send.Lane;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ByteRoomTest {

  private static final long MEGABYTE = 1 << 20;
  private static final long CLAIM = 8 * MEGABYTE;

  private final Lane slow = new Lane(new UUID(1, 1), Lane.NO_ENDPOINT);
  private final Lane other = new Lane(new UUID(2, 2), Lane.NO_ENDPOINT);

  @Test
  void loneLane_isClaimedAClaimAtATime_andNeverTheLastTenth() {
    assertThat(new ByteRoom(Map.of(), 1, CLAIM).of(slow)).isEqualTo(CLAIM);
    assertThat(new ByteRoom(Map.of(slow, 56 * MEGABYTE), 1, CLAIM).of(slow)).isZero();
    assertThat(new ByteRoom(Map.of(slow, 40 * MEGABYTE), 1, CLAIM).of(slow)).isEqualTo(CLAIM);
  }

  @Test
  void laneThatHoldsMuch_leavesRoomForOthers() {
    ByteRoom room = new ByteRoom(Map.of(slow, 57 * MEGABYTE), 2, CLAIM);
    assertThat(room.of(slow)).isZero();
    assertThat(room.of(other)).isEqualTo(7 * MEGABYTE / 2);
  }

  @Test
  void laneOfWhichNothingIsHeld_mayAlwaysBeClaimedOne() {
    ByteRoom full = new ByteRoom(Map.of(slow, 70 * MEGABYTE), 2, CLAIM);
    assertThat(full.of(other)).isOne();
  }

  @Test
  void freedBytes_areGatheredBeforeTheyAreClaimed() {
    long share = ByteRoom.MOST - ByteRoom.MOST / 10;
    assertThat(new ByteRoom(Map.of(slow, share - share / 4 + 1), 1, CLAIM).of(slow)).isZero();
    assertThat(new ByteRoom(Map.of(slow, share - share / 4), 1, CLAIM).of(slow)).isPositive();
  }
}

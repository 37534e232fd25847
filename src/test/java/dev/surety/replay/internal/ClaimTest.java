package dev.surety.replay.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The arithmetic of grants. */
class ClaimTest {

  private static final long NOW = 1_000;
  private static final long MICROS = NOW * 1_000_000;
  private static final long LATEST = 1_500;

  private final Grant grant = new Grant();

  @Test
  void grant_isAShareOfWhatIsLeftUntilHalfOfTheCapacity() {
    Claim claim = grant.claim("k", true);
    assertThat(claim.renewal(Counter.NONE, 1_000, 1_000, LATEST, MICROS).size()).isEqualTo(125);
    assertThat(claim.renewal(Counter.NONE, 1_000, 10, LATEST, MICROS).size()).isEqualTo(10);
    assertThat(claim.renewal(counted(400), 1_000, 1_000, LATEST, MICROS).size()).isEqualTo(25);
    assertThat(claim.renewal(counted(500), 1_000, 1_000, LATEST, MICROS).size()).isZero();
    assertThat(claim.renewal(counted(900), 1_000, 1_000, LATEST, MICROS).size()).isZero();
    assertThat(claim.renewal(Counter.NONE, 3, 1_000, LATEST, MICROS).size()).isZero();
  }

  @Test
  void permits_areForNoncesThatEndNoLaterThanTheyDo() {
    hold(2);
    assertThat(grant.take(LATEST + 1)).isFalse();
    assertThat(grant.take(LATEST)).isTrue();
    assertThat(grant.take(NOW)).isTrue();
    assertThat(grant.take(NOW)).isFalse();
    grant.giveBack();
    assertThat(grant.take(NOW)).isTrue();
  }

  @Test
  void settled_countsWhatWasUsedByItsEnds_andHandsTheRestBack() {
    Counter row = hold(10);
    use(1_100, 3);
    use(1_200, 2);
    Claim claim = grant.claim("k", true);
    Counter returned = claim.returned(row, MICROS);
    assertThat(returned.live()).hasToString("1100:3 100:2");
    assertThat(returned.granted().total()).isZero();
    grant.settled(claim, claim.renewal(returned, 0, 0, LATEST, MICROS));
    assertThat(grant.free()).isZero();
    assertThat(grant.unsettled()).isEmpty();
  }

  @Test
  void whatIsUsedWhileItIsSettled_isCountedByTheNextOne() {
    Counter row = hold(10);
    use(1_100, 3);
    grant.take(1_200);
    Claim claim = grant.claim("k", false);
    grant.use(1_200);
    use(1_300, 1);
    Counter returned = claim.returned(row, MICROS);
    Claim.Renewal renewal = claim.renewal(returned, 1_000, 0, LATEST + 1, MICROS);
    row = returned.granting(renewal.end(), renewal.size());
    grant.settled(claim, renewal);
    assertThat(row.total()).isEqualTo(10);
    assertThat(grant.free()).isEqualTo(5);
    Claim next = grant.claim("k", true);
    assertThat(next.returned(row, MICROS).live()).hasToString("1100:3 100:1 100:1");
    assertThat(next.returned(row, MICROS).total()).isEqualTo(5);
  }

  @Test
  void withdrawnPermits_areNobodysWhileTheyGoBack_andReturnIfTheyDoNot() {
    hold(10);
    Claim claim = grant.claim("k", true);
    assertThat(grant.take(NOW)).isFalse();
    grant.unchanged(claim);
    assertThat(grant.free()).isEqualTo(10);
  }

  @Test
  void grantThatHasEnded_takesNothingBackTwice() {
    Counter row = hold(10).plus(2_000, 4);
    use(1_100, 3);
    Claim claim = grant.claim("k", true);
    assertThat(claim.returned(row, (LATEST + 1) * 1_000_000).total()).isEqualTo(4);
  }

  @Test
  void grantThatHasEnded_isNotRenewed_whereOthersHaveTakenItsPlace() {
    hold(10);
    use(1_100, 3);
    long late = (LATEST + 1) * 1_000_000;
    Claim claim = grant.claim("k", false);
    Counter full = Counter.NONE.plus(2_000, 80);
    Claim.Renewal renewal = claim.renewal(full, 80, 10, 2_500, late);
    assertThat(renewal.size()).isZero();
    grant.settled(claim, renewal);
    assertThat(grant.free()).isZero();
  }

  private Counter hold(long permits) {
    Claim claim = grant.claim("k", true);
    Claim.Renewal renewal = claim.renewal(Counter.NONE, 8 * permits, permits, LATEST, MICROS);
    grant.settled(claim, renewal);
    assertThat(grant.free()).isEqualTo(permits);
    return Counter.NONE.granting(renewal.end(), renewal.size());
  }

  private void use(long end, int nonces) {
    for (int i = 0; i < nonces; i++) {
      assertThat(grant.take(end)).isTrue();
      grant.use(end);
    }
  }

  private static Counter counted(long nonces) {
    return Counter.NONE.plus(LATEST, nonces);
  }
}

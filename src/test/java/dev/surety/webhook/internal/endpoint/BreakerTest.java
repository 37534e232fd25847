package dev.surety.webhook.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.Circuit.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of a circuit, and random sequences against a naive model. */
class BreakerTest {

  private static final Instant NOW = Instant.parse("2026-04-18T14:00:00Z");
  private static final BreakerSettings USUAL =
      new BreakerSettings(5, Duration.ofSeconds(60), 2, Duration.ofDays(7));
  private static final int STEPS = Integer.getInteger("surety.fuzz", 2_000) * 10;
  private static final long SEED = Long.getLong("surety.fuzz.seed", System.nanoTime());

  private Breaker breaker = Breaker.closed(NOW);

  @Test
  void fiveFailuresInARow_openIt_forAMinute() {
    fail(4, null);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    fail(1, null);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.probeAt()).isEqualTo(NOW.plusSeconds(60));
    assertThat(breaker.reason()).isEqualTo("timeout");
    assertThat(mayProbe(NOW.plusSeconds(59))).isFalse();
    assertThat(mayProbe(NOW.plusSeconds(60))).isTrue();
  }

  @Test
  void successBetween_startsTheCountAgain() {
    fail(4, null);
    succeed(null, NOW);
    assertThat(breaker.isForgettable()).isTrue();
    fail(4, null);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void whatDoesNotCount_changesNothing() {
    fail(4, null);
    Breaker before = breaker;
    settle(false, false, null, NOW);
    assertThat(breaker).isSameAs(before);
  }

  @Test
  void resultsThatAreNoProbe_changeNothing_whileItIsOpenOrHalfOpen() {
    fail(5, null);
    Breaker open = breaker;
    succeed(null, NOW);
    fail(9, null);
    assertThat(breaker).isSameAs(open);
    lease(UUID.randomUUID(), NOW.plusSeconds(90));
    Breaker halfOpen = breaker;
    succeed(null, NOW);
    fail(9, null);
    assertThat(breaker).isSameAs(halfOpen);
  }

  @Test
  void successOfTheProbe_startsTheNextAtOnce_andTheSecondClosesIt() {
    fail(5, null);
    UUID first = probe(NOW.plusSeconds(60));
    succeed(first, NOW.plusSeconds(61));
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    assertThat(breaker.probe()).isNull();
    assertThat(mayProbe(NOW.plusSeconds(61))).isTrue();
    UUID second = probe(NOW.plusSeconds(61));
    succeed(second, NOW.plusSeconds(62));
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    assertThat(breaker.isForgettable()).isTrue();
  }

  @Test
  void failureOfTheProbe_startsANewPause_andForgetsEarlierSuccesses() {
    fail(5, null);
    succeed(probe(NOW.plusSeconds(60)), NOW.plusSeconds(61));
    settle(false, true, probe(NOW.plusSeconds(61)), NOW.plusSeconds(62));
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.successes()).isZero();
    assertThat(breaker.probeAt()).isEqualTo(NOW.plusSeconds(122));
  }

  @Test
  void probeThatIsNotTheCurrentOne_changesNothing() {
    fail(5, null);
    UUID late = probe(NOW.plusSeconds(60));
    UUID current = probe(NOW.plusSeconds(90));
    Breaker before = breaker;
    succeed(late, NOW.plusSeconds(91));
    settle(false, true, late, NOW.plusSeconds(91));
    assertThat(breaker).isSameAs(before);
    succeed(current, NOW.plusSeconds(91));
    assertThat(breaker.successes()).isOne();
    Breaker settled = breaker;
    succeed(current, NOW.plusSeconds(92));
    assertThat(breaker).isSameAs(settled);
  }

  @Test
  void unexpiredLease_letsNobodyElseProbe() {
    fail(5, null);
    probe(NOW.plusSeconds(60));
    assertThat(mayProbe(NOW.plusSeconds(89))).isFalse();
    assertThat(mayProbe(NOW.plusSeconds(90))).isTrue();
  }

  @Test
  void probeThatTellsNothing_makesRoomForTheNext() {
    fail(5, null);
    settle(true, false, probe(NOW.plusSeconds(60)), NOW.plusSeconds(61));
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    assertThat(breaker.successes()).isZero();
    assertThat(mayProbe(NOW.plusSeconds(61))).isTrue();
  }

  @Test
  void randomSequences_goAsInTheNaiveModel() {
    Random random = new Random(SEED);
    BreakerModel model = new BreakerModel(NOW);
    Instant now = NOW;
    UUID stale = UUID.randomUUID();
    for (int step = 0; step < STEPS; step++) {
      now = now.plusSeconds(random.nextInt(25));
      assertThat(mayProbe(now)).as("seed %d, step %d", SEED, step).isEqualTo(model.free(now));
      if (mayProbe(now) && random.nextBoolean()) {
        stale = breaker.probe() == null ? stale : breaker.probe().token();
        UUID token = UUID.randomUUID();
        lease(token, now.plusSeconds(30));
        model.lease(token, now.plusSeconds(30));
      }
      UUID token =
          switch (random.nextInt(4)) {
            case 0 -> breaker.probe() == null ? stale : breaker.probe().token();
            case 1 -> stale;
            default -> null;
          };
      boolean success = random.nextInt(3) == 0;
      boolean counts = random.nextInt(5) != 0;
      settle(success, counts, token, now);
      model.settle(success, counts, token, now);
      assertThat(breaker.state().name() + breaker.failures() + "/" + breaker.successes())
          .as("seed %d, step %d", SEED, step)
          .isEqualTo(model.told());
    }
  }

  /** As the worker's statement decides it. */
  private boolean mayProbe(Instant now) {
    Breaker.Probe running = breaker.probe();
    return breaker.state() != State.CLOSED
        && !breaker.probeAt().isAfter(now)
        && (running == null || !running.until().isAfter(now));
  }

  /** As the worker's statement leaves the row. */
  private void lease(UUID token, Instant until) {
    breaker =
        new Breaker(
            State.HALF_OPEN,
            breaker.paused(),
            breaker.failures(),
            breaker.successes(),
            breaker.probeAt(),
            new Breaker.Probe(token, until),
            breaker.reason());
  }

  private UUID probe(Instant now) {
    assertThat(mayProbe(now)).isTrue();
    UUID token = UUID.randomUUID();
    lease(token, now.plusSeconds(30));
    return token;
  }

  private void fail(int times, @Nullable UUID token) {
    for (int i = 0; i < times; i++) {
      settle(false, true, token, NOW);
    }
  }

  private void succeed(@Nullable UUID token, Instant now) {
    settle(true, true, token, now);
  }

  private void settle(boolean success, boolean counts, @Nullable UUID token, Instant now) {
    CircuitResult result =
        new CircuitResult(new UUID(0, 1), "", "key", success, counts, token, "timeout");
    breaker = breaker.settled(result, now, USUAL);
  }
}

package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.ANSWER;
import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.number;
import static dev.surety.idempotency.internal.StoreFixture.reserved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.idempotency.Answer;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.LimitExceededException;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.RefusedException;
import dev.surety.idempotency.Reservation.Expired;
import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Missing;
import dev.surety.idempotency.Reservation.Replay;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits, sweeps, heartbeats and once, each against PostgreSQL. */
class HousekeepingStoreTest {

  private static StoreFixture fixture;

  /** Of its own, so that counts and limits are this test's alone. */
  private final String application = "app-" + UUID.randomUUID();

  private final Scope alice = new Scope("", "", "alice", "POST /orders");

  @BeforeAll
  static void start() {
    fixture = new StoreFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void principalBeyondItsRows_isRefused_andOthersAndReplaysAreNot() {
    try (var service = instance(Map.of("surety.idempotency.max-rows", "10"))) {
      service.complete(reserved(service.reserve(alice, "k0", HASH)), ANSWER);
      IntStream.range(1, 10).forEach(i -> reserved(service.reserve(alice, "k" + i, HASH)));
      assertThatThrownBy(() -> service.reserve(alice, "k10", HASH))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("10 live");
      assertThat(service.reserve(alice, "k0", HASH)).isInstanceOf(Replay.class);
      Scope bob = new Scope("", "", "bob", "POST /orders");
      assertThat(service.reserve(bob, "k10", HASH)).isInstanceOf(Reserved.class);
      assertThat(service.counts()).containsEntry(State.RUNNING, 10L);
    }
  }

  @Test
  void rowsLimit_isExactUnderConcurrency() {
    try (var one = instance(Map.of("surety.idempotency.max-rows", "100"));
        var two = instance(Map.of("surety.idempotency.max-rows", "100"))) {
      AtomicInteger reserved = new AtomicInteger();
      IntStream.range(0, 400)
          .parallel()
          .forEach(
              i -> {
                try {
                  (i % 2 == 0 ? one : two).reserve(alice, "k" + i, HASH);
                  reserved.incrementAndGet();
                } catch (LimitExceededException expected) {
                  assertThat(expected.retryAfter()).isPositive();
                }
              });
      assertThat(reserved).hasValue(100);
      assertThat(one.counts()).containsEntry(State.RUNNING, 100L);
    }
  }

  @Test
  void principalBeyondItsBytes_isRefused() {
    try (var service = instance(Map.of("surety.idempotency.max-bytes", "1000"))) {
      Answer large = new Answer(200, Map.of(), new byte[1001]);
      service.complete(reserved(service.reserve(alice, "k0", HASH)), large);
      assertThatThrownBy(() -> service.reserve(alice, "k1", HASH))
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("1000 bytes");
      fixtureAge("k0", "expires_at", "25 hours");
      fixtureAge("k0", "sweep_at", "25 hours");
      assertThat(service.sweep()).isEqualTo(1);
      assertThat(service.reserve(alice, "k1", HASH)).isInstanceOf(Reserved.class);
    }
  }

  @Test
  void workWithoutPrincipal_isTheApplicationsOwn_andNotLimited() {
    try (var service = instance(Map.of("surety.idempotency.max-rows", "2"))) {
      Scope own = Scope.ofOperation("book payment");
      IntStream.range(0, 5).forEach(i -> reserved(service.reserve(own, "k" + i, HASH)));
      Scope stranger = new Scope("", "anonymous", "", "POST /orders");
      IntStream.range(0, 2).forEach(i -> reserved(service.reserve(stranger, "k" + i, HASH)));
      assertThatThrownBy(() -> service.reserve(stranger, "k2", HASH))
          .isInstanceOf(LimitExceededException.class);
    }
  }

  @Test
  void insertRate_isLimitedWhereConfigured() {
    try (var service = instance(Map.of("surety.idempotency.max-inserts-per-minute", "5"))) {
      List<Boolean> refused =
          IntStream.range(0, 20).mapToObj(i -> isRefused(service, "k" + i)).toList();
      // A minute may end in between; two windows let ten through.
      assertThat(refused.stream().filter(r -> !r).count()).isBetween(5L, 10L);
    }
  }

  @Test
  void sweep_erasesBodiesThenDropsRows_andGivesTheShareBack() {
    try (var service = instance(Map.of("surety.idempotency.max-rows", "1"))) {
      service.complete(reserved(service.reserve(alice, "k0", HASH)), ANSWER);
      assertThat(service.sweep()).isZero();
      fixtureAge("k0", "expires_at", "25 hours");
      fixtureAge("k0", "sweep_at", "25 hours");
      assertThat(service.sweep()).isEqualTo(1);
      assertThat(service.reserve(alice, "k0", HASH)).isEqualTo(new Expired(Missing.PAST_TTL));
      assertThat(
              number(
                  "SELECT count(*) FROM surety_idempotency WHERE body IS NOT NULL AND application = '"
                      + application
                      + "'"))
          .isZero();
      fixtureAge("k0", "retain_until", "49 hours");
      fixtureAge("k0", "sweep_at", "49 hours");
      assertThat(service.sweep()).isEqualTo(1);
      assertThat(service.find(alice, "k0")).isEmpty();
      assertThat(service.reserve(alice, "k1", HASH)).isInstanceOf(Reserved.class);
    }
  }

  @Test
  void sweep_runsByItself() throws InterruptedException {
    try (var service = instance(Map.of("surety.idempotency.sweep-interval", "PT1S"))) {
      service.complete(reserved(service.reserve(alice, "k0", HASH)), ANSWER);
      fixtureAge("k0", "retain_until", "49 hours");
      fixtureAge("k0", "sweep_at", "49 hours");
      while (service.counts().getOrDefault(State.COMPLETED, 0L) > 0) {
        Thread.sleep(50);
      }
    }
  }

  @Test
  void sweepSwitchedOff_doesNotRunByItself_andCanStillBeCalled() throws InterruptedException {
    Map<String, String> off =
        Map.of("surety.idempotency.sweep", "false", "surety.idempotency.sweep-interval", "PT1S");
    try (var service = instance(off)) {
      service.complete(reserved(service.reserve(alice, "k0", HASH)), ANSWER);
      fixtureAge("k0", "retain_until", "49 hours");
      fixtureAge("k0", "sweep_at", "49 hours");
      Thread.sleep(2500);
      assertThat(service.counts()).containsEntry(State.COMPLETED, 1L);
      assertThat(service.sweep()).isEqualTo(1);
      assertThat(service.counts()).containsEntry(State.COMPLETED, 0L);
    }
  }

  @Test
  void heartbeat_keepsTheLeaseWhileWorkRuns_atMostForTheLongestWork() throws InterruptedException {
    Map<String, String> config =
        Map.of("surety.idempotency.lease", "PT1S", "surety.idempotency.max-work", "PT3S");
    try (var service = instance(config)) {
      Reserved reserved = reserved(service.reserve(alice, "k0", HASH));
      try (var heartbeat = service.keepAlive(reserved)) {
        Thread.sleep(2000);
        assertThat(service.reserve(alice, "k0", HASH)).isInstanceOf(InFlight.class);
        Thread.sleep(3000);
        assertThat(service.reserve(alice, "k0", HASH)).isInstanceOf(Reserved.class);
      }
    }
  }

  @Test
  void once_runsTheWorkOnce_andNullIsAResult() throws Exception {
    try (var service = instance(Map.of())) {
      AtomicInteger runs = new AtomicInteger();
      Callable<String> work =
          () -> {
            runs.incrementAndGet();
            return null;
          };
      assertThat(service.<String>once(alice, "k0", HASH, String.class, work)).isNull();
      assertThat(service.<String>once(alice, "k0", HASH, String.class, work)).isNull();
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void once_joinsTheCallersTransaction_andReleasesIfThatRollsBack() throws Exception {
    try (var service = instance(Map.of())) {
      assertThatThrownBy(
              () ->
                  fixture
                      .unit()
                      .transactions()
                      .own(
                          () -> {
                            assertThat(call(service, "k0", () -> 7)).isEqualTo(7);
                            throw new IllegalStateException("rolled back");
                          }))
          .hasMessage("rolled back");
      while (service.find(alice, "k0").orElseThrow().state() != State.RELEASED) {
        Thread.sleep(5);
      }
      assertThat(call(service, "k0", () -> 8)).isEqualTo(8);
      assertThat(call(service, "k0", () -> 9)).isEqualTo(8);
    }
  }

  @Test
  void once_releasesWhenTheWorkThrows_andRefusesWhatIsInFlight() throws Exception {
    try (var service = instance(Map.of())) {
      assertThatThrownBy(
              () ->
                  service.once(
                      alice,
                      "k0",
                      HASH,
                      String.class,
                      () -> {
                        throw new java.io.IOException("no");
                      }))
          .isInstanceOf(java.io.IOException.class);
      while (service.find(alice, "k0").orElseThrow().state() != State.RELEASED) {
        Thread.sleep(5);
      }
      service.reserve(alice, "k0", HASH);
      assertThatThrownBy(() -> call(service, "k0", () -> 1)).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void once_resultThatIsNotJson_isRolledBackWithAClearError() {
    try (var service = instance(Map.of())) {
      assertThatThrownBy(() -> service.once(alice, "k0", HASH, Thread.class, Thread::currentThread))
          .hasMessageContaining("java.lang.Thread")
          .hasMessageContaining("does not survive JSON");
    }
  }

  @Test
  void customLeaseAndRecovery_areTheReservationsOwn() {
    try (var service = instance(Map.of())) {
      ReserveOptions options =
          new ReserveOptions(Duration.ofSeconds(5), Duration.ofHours(2), Recovery.HOLD);
      service.reserve(alice, "k0", HASH, options);
      var snapshot = service.find(alice, "k0").orElseThrow();
      assertThat(Duration.between(snapshot.createdAt(), snapshot.leaseUntil()))
          .isEqualTo(Duration.ofSeconds(5));
    }
  }

  private StoredIdempotency instance(Map<String, String> config) {
    return fixture.instance(application, config);
  }

  private int call(StoredIdempotency service, String key, Callable<Integer> work) {
    try {
      return service.<Integer>once(alice, key, HASH, Integer.class, work);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private boolean isRefused(StoredIdempotency service, String key) {
    try {
      service.reserve(alice, key, HASH);
      return false;
    } catch (LimitExceededException e) {
      return true;
    }
  }

  private void fixtureAge(String key, String column, String by) {
    StoreFixture.age(
        ScopedKey.of(ScopedKey.Space.RESERVATIONS, application, alice, key), column, by);
  }
}

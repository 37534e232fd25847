package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.ANSWER;
import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.OTHER;
import static dev.surety.idempotency.internal.StoreFixture.SCOPE;
import static dev.surety.idempotency.internal.StoreFixture.bytes;
import static dev.surety.idempotency.internal.StoreFixture.reserved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.KeySnapshot;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.Reservation.Conflict;
import dev.surety.idempotency.Reservation.Expired;
import dev.surety.idempotency.Reservation.Held;
import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Missing;
import dev.surety.idempotency.Reservation.Replay;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.Resolution;
import dev.surety.idempotency.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of a key's life, each against PostgreSQL. */
class ReserveStoreTest {

  private static StoreFixture fixture;
  private static StoredIdempotency service;
  private static StoredIdempotency otherInstance;

  private final String key = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    fixture = new StoreFixture();
    service = fixture.instance("shop", Map.of());
    otherInstance = fixture.instance("shop", Map.of());
  }

  @AfterAll
  static void stop() {
    service.close();
    otherInstance.close();
    fixture.close();
  }

  @Test
  void firstCaller_isReserved_secondIsInFlight_onEveryInstance() {
    Reserved reserved = reserved(service.reserve(SCOPE, key, HASH));
    assertThat(reserved.attempt()).isEqualTo(1);
    assertThat(reserved.takeover()).isFalse();
    assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(InFlight.class);
    assertThat(otherInstance.reserve(SCOPE, key, HASH)).isInstanceOf(InFlight.class);
  }

  @Test
  void completedKey_isReplayedAsStored() {
    Reserved reserved = reserved(service.reserve(SCOPE, key, HASH));
    assertThat(service.complete(reserved, ANSWER)).isEqualTo(Completion.COMPLETED);
    Replay replay = (Replay) otherInstance.reserve(SCOPE, key, HASH);
    Answer answer = replay.storedResponse().answer();
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers()).isEqualTo(ANSWER.headers());
    assertThat(answer.body()).isEqualTo(ANSWER.body());
    assertThat(replay.storedResponse().expiresAt())
        .isAfter(replay.storedResponse().createdAt().plus(Duration.ofHours(23)));
  }

  @Test
  void otherRequest_isConflict_inFlightReleasedCompletedLapsedAndTombstoned() {
    Reserved reserved = reserved(service.reserve(SCOPE, key, HASH));
    assertThat(service.reserve(SCOPE, key, OTHER)).isInstanceOf(Conflict.class);
    age("lease_until", "2 minutes");
    assertThat(service.reserve(SCOPE, key, OTHER)).isInstanceOf(Conflict.class);
    service.release(reserved);
    assertThat(service.reserve(SCOPE, key, OTHER)).isInstanceOf(Conflict.class);
    service.complete(reserved(service.reserve(SCOPE, key, HASH)), ANSWER);
    assertThat(service.reserve(SCOPE, key, OTHER)).isInstanceOf(Conflict.class);
    age("expires_at", "25 hours");
    assertThat(service.reserve(SCOPE, key, OTHER)).isInstanceOf(Conflict.class);
  }

  @Test
  void answerPastItsTtl_isExpired_andNeverRunAgainWhileTheTombstoneLives() {
    service.complete(reserved(service.reserve(SCOPE, key, HASH)), ANSWER);
    age("expires_at", "25 hours");
    assertThat(service.reserve(SCOPE, key, HASH)).isEqualTo(new Expired(Missing.PAST_TTL));
    age("retain_until", "49 hours");
    assertThat(reserved(service.reserve(SCOPE, key, OTHER)).attempt()).isEqualTo(1);
  }

  @Test
  void lapsedLease_isTakenOver_andTheStaleOwnerIsLost() {
    Reserved stale = reserved(service.reserve(SCOPE, key, HASH));
    age("lease_until", "2 minutes");
    Reserved owner = reserved(otherInstance.reserve(SCOPE, key, HASH));
    assertThat(owner.takeover()).isTrue();
    assertThat(owner.attempt()).isEqualTo(2);
    assertThat(service.complete(stale, ANSWER)).isEqualTo(Completion.LOST);
    assertThat(service.release(stale)).isFalse();
    assertThat(service.renew(stale)).isFalse();
    assertThat(otherInstance.complete(owner, ANSWER)).isEqualTo(Completion.COMPLETED);
  }

  @Test
  void lapsedLeaseThatNobodyTook_stillBelongsToItsOwner() {
    Reserved owner = reserved(service.reserve(SCOPE, key, HASH));
    age("lease_until", "2 minutes");
    assertThat(service.renew(owner)).isTrue();
    assertThat(otherInstance.reserve(SCOPE, key, HASH)).isInstanceOf(InFlight.class);
    assertThat(service.complete(owner, ANSWER)).isEqualTo(Completion.COMPLETED);
  }

  @Test
  void releasedKey_runsAgainForTheSameRequest_withoutTakeover() {
    assertThat(service.release(reserved(service.reserve(SCOPE, key, HASH)))).isTrue();
    Reserved again = reserved(otherInstance.reserve(SCOPE, key, HASH));
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.takeover()).isFalse();
  }

  @Test
  void silentRun_isToldToEveryLaterRun_alsoAfterARelease_untilTheKeyIsBuried() {
    service.reserve(SCOPE, key, HASH);
    age("lease_until", "2 minutes");
    service.release(reserved(otherInstance.reserve(SCOPE, key, HASH)));
    Reserved third = reserved(service.reserve(SCOPE, key, HASH));
    assertThat(third.attempt()).isEqualTo(3);
    assertThat(third.takeover()).isTrue();
    service.complete(third, ANSWER);
    age("expires_at", "49 hours");
    age("retain_until", "49 hours");
    assertThat(reserved(service.reserve(SCOPE, key, HASH)).takeover()).isFalse();
  }

  @Test
  void releaseAndCompletion_neverTouchAFinishedRow() {
    Reserved reserved = reserved(service.reserve(SCOPE, key, HASH));
    service.complete(reserved, ANSWER);
    assertThat(service.release(reserved)).isFalse();
    assertThat(service.complete(reserved, ANSWER)).isEqualTo(Completion.LOST);
    assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(Replay.class);
  }

  @Test
  void heldKey_waitsForADecision() {
    ReserveOptions hold =
        new ReserveOptions(Duration.ofSeconds(60), Duration.ofHours(24), Recovery.HOLD);
    service.reserve(SCOPE, key, HASH, hold);
    Resolution answered = new Resolution.Answered(ANSWER);
    assertThat(service.resolve(SCOPE, key, answered, "eve")).isFalse();
    age("lease_until", "3 days");
    assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(Held.class);
    assertThat(service.find(SCOPE, key).orElseThrow().held()).isTrue();
    assertThat(service.resolve(SCOPE, key, answered, "eve")).isTrue();
    assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(Replay.class);
  }

  @Test
  void heldKey_canBeFreed() {
    ReserveOptions hold =
        new ReserveOptions(Duration.ofSeconds(60), Duration.ofHours(24), Recovery.HOLD);
    Reserved stale = reserved(service.reserve(SCOPE, key, HASH, hold));
    age("lease_until", "2 minutes");
    assertThat(service.resolve(SCOPE, key, new Resolution.Free(), "eve")).isTrue();
    assertThat(service.complete(stale, ANSWER)).isEqualTo(Completion.LOST);
    Reserved next = reserved(service.reserve(SCOPE, key, HASH));
    assertThat(next.attempt()).isEqualTo(2);
    assertThat(next.takeover()).as("its owner had fallen silent").isTrue();
    KeySnapshot snapshot = service.find(SCOPE, key).orElseThrow();
    assertThat(snapshot.resolvedBy()).as("kept by the run after it").contains("eve");
    assertThat(snapshot.held()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0001S", "PT9000000000000000S"})
  void timesThatNoClockCanHold_areRefusedBeforeTheyAreQueued(Duration time) {
    assertThatThrownBy(() -> service.putIfAbsent(SCOPE, key, ANSWER, time))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ttl " + time)
        .hasMessageContaining("PT0.001S to ");
    assertThatThrownBy(() -> new ReserveOptions(time, Duration.ofHours(1), Recovery.RERUN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lease " + time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "e\u0000ve", "eve\ud800"})
  void nameThatTheDatabaseCannotKeep_isRefusedBeforeItIsQueued(String by) {
    assertThatThrownBy(() -> service.resolve(SCOPE, key, new Resolution.Free(), by))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 128");
  }

  @Test
  void unstoredAnswer_leavesATombstone() {
    service.completeUnstored(reserved(service.reserve(SCOPE, key, HASH)), 200, false);
    assertThat(service.reserve(SCOPE, key, HASH)).isEqualTo(new Expired(Missing.NOT_STORED));
  }

  @Test
  void completionWithinATransaction_holdsIfThatCommits_andElseNot() {
    Reserved reserved = reserved(service.reserve(SCOPE, key, HASH));
    assertThatThrownBy(
            () ->
                fixture
                    .unit()
                    .transactions()
                    .own(
                        () -> {
                          service.completeInTransaction(reserved, ANSWER);
                          throw new IllegalStateException("rolled back");
                        }))
        .hasMessage("rolled back");
    assertThat(service.find(SCOPE, key).orElseThrow().state()).isEqualTo(State.RUNNING);
    Completion done =
        fixture.unit().transactions().own(() -> service.completeInTransaction(reserved, ANSWER));
    assertThat(done).isEqualTo(Completion.COMPLETED);
    assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(Replay.class);
  }

  @Test
  void completionWithoutATransaction_isRefused() {
    Reserved reserved = reserved(service.reserve(SCOPE, key, HASH));
    assertThatThrownBy(() -> service.completeInTransaction(reserved, ANSWER))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rowLockedByACompletion_isInFlightAtOnce_andDelaysNoOtherKey() {
    Reserved reserved = reserved(service.reserve(SCOPE, key, HASH));
    age("lease_until", "2 minutes");
    fixture
        .unit()
        .transactions()
        .own(
            () -> {
              service.completeInTransaction(reserved, ANSWER);
              long start = System.nanoTime();
              assertThat(otherInstance.reserve(SCOPE, key, HASH)).isInstanceOf(InFlight.class);
              assertThat(otherInstance.reserve(SCOPE, key + "-other", HASH))
                  .isInstanceOf(Reserved.class);
              assertThat(service.renew(reserved)).isTrue();
              assertThat(Duration.ofNanos(System.nanoTime() - start))
                  .isLessThan(Duration.ofSeconds(1));
              return true;
            });
  }

  @Test
  void corruptRow_isRefusedAndReported_neverRunAgain() {
    service.complete(reserved(service.reserve(SCOPE, key, HASH)), ANSWER);
    update("status = 99");
    assertThatThrownBy(() -> service.reserve(SCOPE, key, HASH))
        .isInstanceOf(SuretyException.class)
        .isNotInstanceOf(UnavailableException.class)
        .hasMessageContaining("corrupt");
  }

  @Test
  void scopesThatDifferInOnePart_neverMeet() {
    List<Scope> scopes =
        List.of(
            new Scope("a", "b", "c", "d"),
            new Scope("ab", "", "c", "d"),
            new Scope("a\u001eb", "", "c", "d"),
            new Scope("a", "b:c", "", "d"),
            new Scope("a", "b", "c\u0000d", ""),
            new Scope("a", "b", "c", "d\ud800"),
            new Scope("a", "b", "c", "d?"));
    for (Scope scope : scopes) {
      assertThat(service.reserve(scope, key, HASH)).isInstanceOf(Reserved.class);
    }
  }

  @Test
  void applications_neverShareAnAnswer() {
    try (StoredIdempotency other = fixture.instance("depot", Map.of())) {
      service.complete(reserved(service.reserve(SCOPE, key, HASH)), ANSWER);
      assertThat(other.reserve(SCOPE, key, HASH)).isInstanceOf(Reserved.class);
    }
  }

  @Test
  void rowHoldsHashesOnly() {
    service.reserve(SCOPE, key, HASH);
    assertThat(
            StoreFixture.number(
                "SELECT count(*) FROM surety_idempotency r WHERE CAST(r AS text) LIKE '%"
                    + key
                    + "%' OR CAST(r AS text) LIKE '%alice%'"))
        .isZero();
  }

  @Test
  void simpleStore_keepsTheFirst_replacesTheExpired_andHasKeysOfItsOwn() {
    assertThat(service.get(SCOPE, key)).isEmpty();
    assertThat(service.putIfAbsent(SCOPE, key, ANSWER, Duration.ofHours(1))).isEmpty();
    Answer second = new Answer(200, Map.of(), bytes("second"));
    assertThat(otherInstance.putIfAbsent(SCOPE, key, second, Duration.ofHours(1)))
        .hasValueSatisfying(s -> assertThat(s.answer().status()).isEqualTo(201));
    assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(Reserved.class);
    ScopedKey simple = ScopedKey.of(ScopedKey.Space.SIMPLE_STORE, "shop", SCOPE, key);
    StoreFixture.age(simple, "expires_at", "2 hours");
    StoreFixture.age(simple, "retain_until", "2 hours");
    assertThat(service.get(SCOPE, key)).isEmpty();
    assertThat(service.putIfAbsent(SCOPE, key, second, Duration.ofHours(1))).isEmpty();
    assertThat(service.get(SCOPE, key)).isPresent();
  }

  @Test
  void sameKeyFromManyThreads_isReservedOnce() {
    AtomicInteger reserved = new AtomicInteger();
    IntStream.range(0, 200)
        .parallel()
        .forEach(
            i -> {
              StoredIdempotency instance = i % 2 == 0 ? service : otherInstance;
              if (instance.reserve(SCOPE, key, HASH) instanceof Reserved) {
                reserved.incrementAndGet();
              }
            });
    assertThat(reserved).hasValue(1);
  }

  /** Lets time pass for this test's key. */
  private void age(String column, String by) {
    StoreFixture.age(row(), column, by);
  }

  private void update(String change) {
    StoreFixture.update(row(), change);
  }

  private ScopedKey row() {
    return ScopedKey.of(ScopedKey.Space.RESERVATIONS, "shop", SCOPE, key);
  }
}

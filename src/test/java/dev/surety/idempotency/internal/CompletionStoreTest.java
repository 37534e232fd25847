package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.ANSWER;
import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.HOLD;
import static dev.surety.idempotency.internal.StoreFixture.SCOPE;
import static dev.surety.idempotency.internal.StoreFixture.reserved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.idempotency.Completion;
import dev.surety.idempotency.KeySnapshot;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.Reservation.Expired;
import dev.surety.idempotency.Reservation.Held;
import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Missing;
import dev.surety.idempotency.Reservation.Replay;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.Resolution;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How runs end: completed, released, held for a person, or unheard of. */
class CompletionStoreTest extends SharedReservations {

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
    service.reserve(SCOPE, key, HASH, HOLD);
    Resolution answered = new Resolution.Answered(ANSWER);
    assertThat(service.resolve(SCOPE, key, answered, "eve")).isFalse();
    age("lease_until", "3 days");
    assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(Held.class);
    assertThat(service.find(SCOPE, key).orElseThrow().held()).isTrue();
    assertThat(service.resolve(SCOPE, key, answered, "eve")).isTrue();
    assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(Replay.class);
  }

  @Test
  void heldKeyThatIsAnswered_isReplayedForItsOwnTime() {
    ReserveOptions hold =
        new ReserveOptions(Duration.ofSeconds(60), Duration.ofDays(31), Recovery.HOLD);
    service.reserve(SCOPE, key, HASH, hold);
    age("lease_until", "3 days");
    assertThat(service.resolve(SCOPE, key, new Resolution.Answered(ANSWER), "eve")).isTrue();
    age("expires_at", "30 days");
    age("retain_until", "61 days");
    assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(Replay.class);
  }

  @Test
  void heldKeyOfALaterRun_isReplayedForNoLongerThanConfigured() {
    Reserved first = reserved(service.reserve(SCOPE, key, HASH, HOLD));
    age("created_at", "20 hours");
    assertThat(service.release(first)).isTrue();
    service.reserve(SCOPE, key, HASH, HOLD);
    age("lease_until", "2 minutes");
    assertThat(service.resolve(SCOPE, key, new Resolution.Answered(ANSWER), "eve")).isTrue();
    age("expires_at", "25 hours");
    assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(Expired.class);
  }

  @Test
  void heldKey_canBeFreed() {
    Reserved stale = reserved(service.reserve(SCOPE, key, HASH, HOLD));
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
                  .isLessThan(Duration.ofSeconds(5));
              return true;
            });
  }
}

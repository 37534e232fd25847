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
import dev.surety.idempotency.Reservation.Conflict;
import dev.surety.idempotency.Reservation.Expired;
import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Missing;
import dev.surety.idempotency.Reservation.Replay;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rules of a key's life, each against PostgreSQL. */
class ReserveStoreTest extends SharedReservations {

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
}

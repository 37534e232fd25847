package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.RefusedException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work that does to its transaction, or to its result, what it should not. */
class OnceStoreTest {

  private static StoreFixture fixture;
  private static StoredIdempotency service;

  private final String key = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    fixture = new StoreFixture();
    service = fixture.instance("shop", Map.of());
  }

  @AfterAll
  static void stop() {
    service.close();
    fixture.close();
  }

  @Test
  void workWhoseTransactionTimedOut_holdsItsKeyForOneLeaseOnly() {
    try (StoredIdempotency shortLease =
        fixture.instance("shop", Map.of("surety.idempotency.lease", "PT1S"))) {
      assertThatThrownBy(
              () ->
                  shortLease.<String>once(
                      SCOPE,
                      key,
                      HASH,
                      String.class,
                      () -> {
                        fixture.unit().rollBackByHand(false);
                        Thread.sleep(1_800);
                        StoreFixture.reserved(shortLease.reserve(SCOPE, key, HASH));
                        return "late";
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void workThatCommitsItsTransaction_isRefusedClearly_andNeverRunsAgain(boolean andBegin) {
    assertThatThrownBy(() -> committing(andBegin))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended the transaction");
    assertThat(service.find(SCOPE, key).orElseThrow().state()).isEqualTo(State.UNSTORED);
    assertThatThrownBy(() -> service.once(SCOPE, key, HASH, String.class, () -> "again"))
        .isInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void workThatCommitsItsCallersTransaction_isRefusedClearly_andNeverRunsAgain(boolean andBegin) {
    assertThatThrownBy(() -> fixture.unit().transactions().own(() -> committing(andBegin)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended the transaction");
    assertThat(service.find(SCOPE, key).orElseThrow().state()).isEqualTo(State.UNSTORED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void workThatLeavesAnInterrupt_endsAsOther_andTheInterruptStays(boolean fails) throws Exception {
    AtomicReference<Boolean> ended = new AtomicReference<>();
    Callable<String> work =
        () -> {
          fixture
              .unit()
              .transactions()
              .whenEnded(outcome -> ended.set(Thread.currentThread().isInterrupted()));
          Thread.currentThread().interrupt();
          if (fails) {
            throw new IllegalArgumentException("late");
          }
          return "done";
        };
    assertThat(catchThrowable(() -> service.once(SCOPE, key, HASH, String.class, work)) != null)
        .isEqualTo(fails);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).hasValue(false);
  }

  @Test
  void workThatCommitsAndThrows_neverRunsAgain() {
    assertThatThrownBy(
            () ->
                service.once(
                    SCOPE,
                    key,
                    HASH,
                    String.class,
                    () -> {
                      fixture.unit().commitByHand(false);
                      throw new IllegalArgumentException("late");
                    }))
        .hasMessageContaining("ended the transaction")
        .hasRootCauseMessage("late");
    assertThat(service.find(SCOPE, key).orElseThrow().state()).isEqualTo(State.UNSTORED);
  }

  /** It may have committed another transaction after that. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void workThatRollsBackAndThenCommits_neverRunsAgain(boolean joined) {
    Supplier<String> rollingBack =
        () ->
            once(
                () -> {
                  fixture.unit().rollBackByHand(true);
                  fixture.unit().commitByHand(false);
                  return "done";
                });
    assertThatThrownBy(
            () -> {
              if (joined) {
                fixture.unit().transactions().own(rollingBack);
              } else {
                rollingBack.get();
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended the transaction");
    assertThat(service.find(SCOPE, key).orElseThrow().state()).isEqualTo(State.UNSTORED);
    assertThatThrownBy(() -> once(() -> "again")).isInstanceOf(RefusedException.class);
  }

  @Test
  void workThatThrowsAnError_isRolledBackAndReleased() throws Exception {
    assertThatThrownBy(
            () ->
                service.once(
                    SCOPE,
                    key,
                    HASH,
                    String.class,
                    () -> {
                      throw new StackOverflowError("deep");
                    }))
        .isInstanceOf(StackOverflowError.class);
    while (service.find(SCOPE, key).orElseThrow().state() != State.RELEASED) {
      Thread.sleep(5);
    }
  }

  @Test
  void resultWithTimes_survives() throws Exception {
    Stay stay =
        new Stay(
            Instant.parse("2026-01-02T03:04:05.123456789Z"),
            LocalDate.EPOCH,
            Duration.ofHours(2),
            DayOfWeek.MONDAY);
    assertThat(service.<Stay>once(SCOPE, key, HASH, Stay.class, () -> stay)).isEqualTo(stay);
    assertThat(service.<Stay>once(SCOPE, key, HASH, Stay.class, () -> null)).isEqualTo(stay);
  }

  record Stay(Instant at, LocalDate day, Duration length, DayOfWeek weekday) {}

  private String committing(boolean andBegin) {
    return once(
        () -> {
          fixture.unit().commitByHand(andBegin);
          return "done";
        });
  }

  private String once(Callable<String> work) {
    try {
      return service.once(SCOPE, key, HASH, String.class, work);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

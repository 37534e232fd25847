package dev.surety.webhook.internal.endpoint;

import static dev.surety.webhook.internal.endpoint.ReceiversFixture.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.TestDatabase;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Circuits as transactions of several instances find them. */
class CircuitStoreTest {

  private static final Duration MINUTE = Duration.ofSeconds(90);

  private ReceiversFixture fixture;
  private CircuitStore store;
  private UUID circuit;

  @BeforeEach
  void open() {
    fixture = new ReceiversFixture(TestDatabase.shared());
    store = fixture.circuits();
    circuit = fixture.ids.key("t", "partner");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void successesOfAHealthyReceiver_writeNothing() {
    assertThat(settle(success(null), success(null))).isEmpty();
    assertThat(rows()).isZero();
  }

  @Test
  void fifthFailure_opensIt_andIsToldOnce() {
    assertThat(settle(failure(null), failure(null))).isEmpty();
    assertThat(settle(failure(null), failure(null), failure(null), failure(null)))
        .containsExactly(new CircuitChange(circuit, "t", "partner", true, "timeout"));
    assertThat(settle(failure(null))).isEmpty();
    assertThat(fixture.text("SELECT state || failures FROM surety_webhook_circuit"))
        .isEqualTo("open5");
  }

  @Test
  void successBetween_isSeenInSettleOrder_andForgetsTheRow() {
    settle(failure(null), failure(null), failure(null), failure(null));
    settle(success(null), failure(null), failure(null));
    assertThat(fixture.text("SELECT failures FROM surety_webhook_circuit")).isEqualTo("2");
    settle(success(null));
    assertThat(rows()).isZero();
  }

  @Test
  void openCircuit_isProbedAfterItsPause_byOneAtATime() {
    openIt();
    assertThat(probe()).isNull();
    fixture.at(MINUTE);
    UUID lease = probe();
    assertThat(lease).isNotNull();
    assertThat(probe()).isNull();
    settle(success(lease));
    UUID next = probe();
    assertThat(next).isNotNull().isNotEqualTo(lease);
    assertThat(settle(success(next)))
        .containsExactly(new CircuitChange(circuit, "t", "partner", false, ""));
    assertThat(rows()).isZero();
  }

  @Test
  void deadProbersLease_ends_andItsLateResultChangesNothing() {
    openIt();
    fixture.at(MINUTE);
    UUID dead = probe();
    fixture.at(MINUTE.plus(LEASE).minusSeconds(15));
    assertThat(probe()).isNull();
    fixture.at(MINUTE.plus(LEASE).plusSeconds(15));
    UUID next = probe();
    assertThat(next).isNotNull();
    settle(failure(dead));
    assertThat(fixture.text("SELECT state FROM surety_webhook_circuit")).isEqualTo("half_open");
    settle(success(next));
    assertThat(fixture.text("SELECT successes FROM surety_webhook_circuit")).isEqualTo("1");
  }

  @Test
  void failureOfTheProbe_startsANewPause_andIsNoOpening() {
    openIt();
    fixture.at(MINUTE);
    assertThat(settle(failure(probe()))).isEmpty();
    fixture.at(MINUTE.plusSeconds(40));
    assertThat(probe()).isNull();
    fixture.at(MINUTE.plus(MINUTE));
    assertThat(probe()).isNotNull();
  }

  @Test
  void rolledBackSettle_countsNothing() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    fixture
                        .core()
                        .ownTransactions()
                        .run(
                            () -> {
                              store.settle(Collections.nCopies(5, failure(null)));
                              throw new IllegalStateException("the settle fails");
                            })))
        .isInstanceOf(IllegalStateException.class);
    assertThat(rows()).isZero();
  }

  @Test
  void resultsThatTellNothing_touchNoRow() {
    settle(new CircuitResult(circuit, "t", "partner", false, false, null, "unsigned"));
    assertThat(rows()).isZero();
  }

  @Test
  void settings_sayHowOftenAndHowLong() {
    CircuitStore strict =
        fixture.circuits(
            Map.of(
                "surety.webhook.breaker-failures", "1",
                "surety.webhook.breaker-pause", "PT10S",
                "surety.webhook.breaker-successes", "1"));
    assertThat(fixture.inTransaction(() -> strict.settle(List.of(failure(null))))).hasSize(1);
    fixture.at(Duration.ofSeconds(30));
    CircuitResult proof = success(probe());
    assertThat(fixture.inTransaction(() -> strict.settle(List.of(proof)))).hasSize(1);
  }

  @Test
  void sweep_dropsWhatNobodySendsTo_butNotWhatIsHeldByHand() {
    openIt();
    fixture.operations().circuits().pause("t", "held");
    fixture.at(Duration.ofDays(6));
    assertThat(fixture.inTransaction(store::sweep)).isZero();
    fixture.at(Duration.ofDays(8));
    assertThat(fixture.inTransaction(store::sweep)).isOne();
    assertThat(fixture.text("SELECT circuit_key FROM surety_webhook_circuit")).isEqualTo("held");
  }

  private void openIt() {
    settle(failure(null), failure(null), failure(null), failure(null), failure(null));
  }

  private List<CircuitChange> settle(CircuitResult... results) {
    return fixture.inTransaction(() -> store.settle(List.of(results)));
  }

  private @Nullable UUID probe() {
    return fixture.probe(circuit, LEASE);
  }

  private CircuitResult success(@Nullable UUID probe) {
    return new CircuitResult(circuit, "t", "partner", true, true, probe, "");
  }

  private CircuitResult failure(@Nullable UUID probe) {
    return new CircuitResult(circuit, "t", "partner", false, true, probe, "timeout");
  }

  private int rows() {
    return Integer.parseInt(fixture.text("SELECT count(*) FROM surety_webhook_circuit"));
  }
}

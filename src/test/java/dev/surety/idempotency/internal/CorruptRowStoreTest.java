package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.ANSWER;
import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.execute;
import static dev.surety.idempotency.internal.StoreFixture.number;
import static dev.surety.idempotency.internal.StoreFixture.reserved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import dev.surety.core.Core;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.Reservation.Replay;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.Scope;
import dev.surety.idempotency.internal.Command.Reserve;
import dev.surety.testing.MapConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that no statement of Surety's has written so. */
class CorruptRowStoreTest {

  private static final ReserveOptions OPTIONS =
      new ReserveOptions(Duration.ofSeconds(60), Duration.ofHours(24), Recovery.RERUN);

  private static StoreFixture fixture;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request_hash = '\\x00'",
        "request_hash = request_hash || '\\x00', lease_until = now() - interval '1 hour'",
        "request_hash = '', state = 'released'",
        "state = 'unheard-of'",
        "state = 'completed', status = 200, headers = '{}', body = NULL",
        "state = 'completed', status = 600, headers = '{}', body = ''",
        "state = 'completed', status = 200, headers = '{', body = ''"
      })
  void corruptRow_isRefusedAndReported_neverRunAgain(String change) {
    try (var service = fixture.instance(application, Map.of())) {
      service.reserve(alice, "k0", HASH);
      StoreFixture.update(key("k0"), change);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> service.reserve(alice, "k0", HASH))
            .isInstanceOf(SuretyException.class)
            .isNotInstanceOf(UnavailableException.class)
            .hasMessageContaining("corrupt");
      }
      assertThat(number(ofApplication("attempt = 1"))).isEqualTo(1);
    }
  }

  @Test
  void corruptRow_leavesTheOtherKeysOfItsFlushAlone() {
    Core core = fixture.unit().core(application, new IdempotencyPart(), Map.of());
    try (var service = fixture.instance(application, Map.of())) {
      service.reserve(alice, "corrupt", HASH);
      StoreFixture.update(key("corrupt"), "request_hash = '\\x00'");
      service.complete(reserved(service.reserve(alice, "done", HASH)), ANSWER);
      service.release(reserved(service.reserve(alice, "released", HASH)));
      IdempotencyStore store =
          new IdempotencyStore(core, IdempotencySettings.of(new MapConfig(Map.of())), ticket -> {});
      List<Object> answers =
          store.apply(
              List.of(ask("corrupt"), ask("done"), ask("released"), ask("new"), ask("corrupt")));
      assertThat(answers.get(0)).isInstanceOf(SuretyException.class);
      assertThat(answers.get(1)).isInstanceOf(Replay.class);
      assertThat(answers.get(2)).isInstanceOf(Reserved.class);
      assertThat(answers.get(3)).isInstanceOf(Reserved.class);
      assertThat(answers.get(4)).isInstanceOf(SuretyException.class);
    }
  }

  @Test
  void corruptRow_isSweptInItsTime() {
    try (var service = fixture.instance(application, Map.of())) {
      service.reserve(alice, "k0", HASH);
      StoreFixture.update(key("k0"), "request_hash = '\\x00', state = 'unheard-of'");
      StoreFixture.age(key("k0"), "retain_until", "3 days");
      StoreFixture.age(key("k0"), "sweep_at", "3 days");
      assertThat(service.sweep()).isEqualTo(1);
      assertThat(number(ofApplication("true"))).isZero();
    }
  }

  @Test
  void corruptRow_keepsNoOtherRequestWaiting() throws Exception {
    try (var service =
        fixture.instance(application, Map.of("surety.idempotency.wait-limit", "PT5M"))) {
      service.reserve(alice, "corrupt", HASH);
      Reserved running = reserved(service.reserve(alice, "k0", HASH));
      StoreFixture.update(key("corrupt"), "request_hash = '\\x00'");
      CompletableFuture<Void> other = service.awaitOwner(alice, "k0").orElseThrow();
      assertThat(service.awaitOwner(alice, "corrupt")).isPresent();
      service.complete(running, ANSWER);
      other.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void counts_reportAStateThatIsUnknown() {
    try (var service = fixture.instance(application, Map.of())) {
      service.reserve(alice, "k0", HASH);
      execute(
          "UPDATE surety_idempotency SET state = 'x' WHERE application = '" + application + "'");
      assertThatThrownBy(service::counts)
          .isNotInstanceOf(UnavailableException.class)
          .hasMessageContaining("corrupt");
    }
  }

  private Reserve ask(String key) {
    return new Reserve(key(key), HASH.hex(), UUID.randomUUID(), OPTIONS);
  }

  private ScopedKey key(String key) {
    return ScopedKey.of(ScopedKey.Space.RESERVATIONS, application, alice, key);
  }

  private String ofApplication(String condition) {
    return "SELECT count(*) FROM surety_idempotency WHERE application = '"
        + application
        + "' AND "
        + condition;
  }
}

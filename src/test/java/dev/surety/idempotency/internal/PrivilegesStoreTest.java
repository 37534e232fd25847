package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.ANSWER;
import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.HOLD;
import static dev.surety.idempotency.internal.StoreFixture.reserved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.core.Core;
import dev.surety.core.Schema;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.LimitExceededException;
import dev.surety.idempotency.Reservation.Replay;
import dev.surety.idempotency.Resolution;
import dev.surety.idempotency.Scope;
import dev.surety.testing.FourRights;
import dev.surety.testing.MapConfig;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SELECT, INSERT, UPDATE and DELETE on the tables are enough at run time. */
class PrivilegesStoreTest {

  private static final String TABLES =
      "surety_schema, surety_idempotency, surety_idempotency_usage";
  private static final Map<String, String> CONFIG = Map.of("surety.idempotency.max-rows", "20");

  private static StoreFixture owner;
  private static FourRights role;

  private final String application = "app-" + UUID.randomUUID();
  private final Scope alice = new Scope("", "", "alice", "POST /orders");

  @BeforeAll
  static void start() {
    owner = new StoreFixture();
    owner.instance("shop", Map.of()).close();
    role = new FourRights("four_rights", TABLES);
  }

  @AfterAll
  static void stop() {
    role.close();
    owner.close();
  }

  @Test
  void roleWithTheFourRights_verifiesTheTables_andCannotChangeThem() {
    Core core = core();
    Schema schema = new Schema(core.transactions(), core.database(), core.names());
    IdempotencyPart part = new IdempotencyPart();
    schema.verify("core");
    schema.verify(part.name());
    schema.verifyVersion(part.name(), part.schemaVersion());
    assertThatThrownBy(
            () ->
                core.transactions()
                    .own(
                        () -> {
                          core.database().execute("DROP TABLE surety_idempotency");
                          return true;
                        }))
        .hasStackTraceContaining("must be owner");
  }

  @Test
  void roleWithTheFourRights_reservesCompletesReleasesAndTakesOver() {
    try (var service = service()) {
      var first = reserved(service.reserve(alice, "k0", HASH));
      assertThat(service.renew(first)).isTrue();
      assertThat(service.release(first)).isTrue();
      service.reserve(alice, "k0", HASH);
      age("k0", "lease_until", "2 minutes");
      var third = reserved(service.reserve(alice, "k0", HASH));
      assertThat(service.complete(third, ANSWER)).isEqualTo(Completion.COMPLETED);
      assertThat(service.reserve(alice, "k0", HASH)).isInstanceOf(Replay.class);
      var joined = reserved(service.reserve(alice, "k1", HASH));
      assertThat(
              role.unit().transactions().own(() -> service.completeInTransaction(joined, ANSWER)))
          .isEqualTo(Completion.COMPLETED);
      var unstored = reserved(service.reserve(alice, "k2", HASH));
      assertThat(service.completeUnstored(unstored, 200, false)).isEqualTo(Completion.COMPLETED);
      assertThat(service.counts())
          .containsEntry(State.COMPLETED, 2L)
          .containsEntry(State.UNSTORED, 1L);
    }
  }

  @Test
  void roleWithTheFourRights_decidesHeldKeys_runsOnce_andKeepsSimpleAnswers() throws Exception {
    try (var service = service()) {
      for (Resolution word :
          new Resolution[] {new Resolution.Free(), new Resolution.Answered(ANSWER)}) {
        service.reserve(alice, "k0", HASH, HOLD);
        age("k0", "lease_until", "2 minutes");
        assertThat(service.resolve(alice, "k0", word, "eve")).isTrue();
      }
      assertThat(service.find(alice, "k0").orElseThrow().state()).isEqualTo(State.COMPLETED);
      for (int i = 0; i < 2; i++) {
        assertThat(service.<Integer>once(alice, "k1", HASH, Integer.class, () -> 7)).isEqualTo(7);
      }
      service.putIfAbsent(alice, "k2", ANSWER, Duration.ofMillis(1));
      assertThat(service.putIfAbsent(alice, "k2", ANSWER, Duration.ofHours(1))).isEmpty();
      assertThat(service.get(alice, "k2")).isPresent();
    }
  }

  @Test
  void roleWithTheFourRights_limitsAndSweeps() {
    try (var service = service()) {
      for (int i = 0; i < 20; i++) {
        service.complete(reserved(service.reserve(alice, "k" + i, HASH)), ANSWER);
      }
      assertThatThrownBy(() -> service.reserve(alice, "k20", HASH))
          .isInstanceOf(LimitExceededException.class);
      age("k0", "sweep_at", "25 hours");
      age("k0", "expires_at", "25 hours");
      age("k1", "sweep_at", "49 hours");
      age("k1", "retain_until", "49 hours");
      assertThat(service.sweep()).isEqualTo(2);
      reserved(service.reserve(alice, "k20", HASH));
    }
  }

  private void age(String key, String column, String by) {
    StoreFixture.age(
        ScopedKey.of(ScopedKey.Space.RESERVATIONS, application, alice, key), column, by);
  }

  private StoredIdempotency service() {
    return new StoredIdempotency(core(), IdempotencySettings.of(new MapConfig(CONFIG)));
  }

  private Core core() {
    return role.unit().coreOnTables(application, new IdempotencyPart(), CONFIG);
  }
}

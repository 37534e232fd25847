package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.HOLD;
import static dev.surety.idempotency.internal.StoreFixture.SCOPE;
import static dev.surety.idempotency.internal.StoreFixture.execute;
import static dev.surety.idempotency.internal.StoreFixture.number;
import static dev.surety.idempotency.internal.StoreFixture.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.Answer;
import dev.surety.idempotency.Resolution;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The simple store at its edges, and what stored answers count. */
class PutStoreTest {

  private static final Answer FIRST = new Answer(200, Map.of(), new byte[300]);
  private static final Answer SECOND = new Answer(201, Map.of(), new byte[100]);

  private static StoreFixture fixture;

  private final String application = "app-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    fixture = new StoreFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void answerWhoseTimeEndsBetweenTheStatements_isReplaced() {
    Map<String, String> names =
        Map.of(
            "surety.idempotency.table", "slow_puts",
            "surety.idempotency.usage-table", "slow_puts_usage");
    try (var service = fixture.instance(application, names)) {
      assertThat(service.putIfAbsent(SCOPE, "k", FIRST, Duration.ofHours(1))).isEmpty();
      execute(
          "CREATE OR REPLACE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS"
              + " 'BEGIN PERFORM pg_sleep(0.7); RETURN NULL; END'");
      execute(
          "CREATE TRIGGER dawdle AFTER INSERT ON slow_puts"
              + " FOR EACH STATEMENT EXECUTE FUNCTION dawdle()");
      execute("UPDATE slow_puts SET expires_at = clock_timestamp() + interval '300 milliseconds'");
      assertThat(service.putIfAbsent(SCOPE, "k", SECOND, Duration.ofHours(1))).isEmpty();
      assertThat(service.get(SCOPE, "k"))
          .hasValueSatisfying(kept -> assertThat(kept.answer().status()).isEqualTo(201));
    } finally {
      execute("DROP TABLE slow_puts, slow_puts_usage");
    }
  }

  @Test
  void answersOfTheSimpleStore_areCounted_andReplacedOnesAreNot() throws InterruptedException {
    try (var service = fixture.instance(application, Map.of())) {
      service.putIfAbsent(SCOPE, "k", FIRST, Duration.ofHours(1));
      awaitCounted(1, 300);
      StoreFixture.age(
          ScopedKey.of(ScopedKey.Space.SIMPLE_STORE, application, SCOPE, "k"),
          "expires_at",
          "2 hours");
      service.putIfAbsent(SCOPE, "k", SECOND, Duration.ofHours(1));
      awaitCounted(1, 100);
    }
  }

  @Test
  void answerOfAHeldKey_isCounted() throws InterruptedException {
    try (var service = fixture.instance(application, Map.of())) {
      reserved(service.reserve(SCOPE, "k", HASH, HOLD));
      StoreFixture.age(
          ScopedKey.of(ScopedKey.Space.RESERVATIONS, application, SCOPE, "k"),
          "lease_until",
          "2 minutes");
      service.resolve(SCOPE, "k", new Resolution.Answered(FIRST), "eve");
      awaitCounted(1, 300);
    }
  }

  private void awaitCounted(long rows, long bytes) throws InterruptedException {
    String sum =
        "SELECT coalesce(sum(%s), 0) FROM surety_idempotency_usage WHERE application = '%s'";
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() - end < 0
        && number(sum.formatted("stored_bytes", application)) != bytes) {
      Thread.sleep(50);
    }
    assertThat(number(sum.formatted("stored_bytes", application))).isEqualTo(bytes);
    assertThat(number(sum.formatted("live_rows", application))).isEqualTo(rows);
  }
}

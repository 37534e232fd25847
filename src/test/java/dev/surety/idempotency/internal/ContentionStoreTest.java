package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.ANSWER;
import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.Core;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Reservation.Expired;
import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Replay;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a caller is told while another transaction is in the middle of something. */
class ContentionStoreTest {

  private final String key = UUID.randomUUID().toString();

  @Test
  void keyThatAnotherTransactionIsClaiming_isInFlight_andDelaysNoOtherKey() throws SQLException {
    try (StoreFixture fixture = new StoreFixture();
        StoredIdempotency service = fixture.instance("shop", Map.of());
        Connection other = TestDatabase.shared().dataSource().getConnection();
        Statement statement = other.createStatement()) {
      service.reserve(SCOPE, key + "-like", HASH);
      other.setAutoCommit(false);
      assertThat(statement.executeUpdate(claimLike(key + "-like"))).isEqualTo(1);
      long start = System.nanoTime();
      assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(InFlight.class);
      assertThat(service.reserve(SCOPE, key + "-other", HASH)).isInstanceOf(Reserved.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      other.rollback();
      assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(Reserved.class);
    }
  }

  @Test
  void keyThatAnotherTransactionHasClaimedMeanwhile_isInFlight() throws Exception {
    try (StoreFixture fixture = new StoreFixture();
        StoredIdempotency service = fixture.instance("shop", Map.of());
        Connection other = TestDatabase.shared().dataSource().getConnection();
        Statement statement = other.createStatement()) {
      service.reserve(SCOPE, key + "-like", HASH);
      other.setAutoCommit(false);
      assertThat(statement.executeUpdate(claimLike(key + "-like"))).isEqualTo(1);
      CompletableFuture<Reservation> waiting =
          CompletableFuture.supplyAsync(() -> service.reserve(SCOPE, key, HASH));
      Thread.sleep(20);
      other.commit();
      assertThat(waiting.get()).isInstanceOf(InFlight.class);
    }
  }

  @Test
  void keyThatAnotherTransactionIsClaiming_delaysNobodyForLong_withAShareNotCountedYet()
      throws SQLException {
    try (StoreFixture fixture = new StoreFixture();
        StoredIdempotency service = fixture.instance("shop", Map.of());
        Connection other = TestDatabase.shared().dataSource().getConnection();
        Statement statement = other.createStatement()) {
      service.reserve(SCOPE, key + "-like", HASH);
      List<StoredIdempotency> cold = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        cold.add(fixture.instance("shop", Map.of()));
        cold.get(i).find(SCOPE, key);
      }
      other.setAutoCommit(false);
      assertThat(statement.executeUpdate(claimLike(key + "-like"))).isEqualTo(1);
      Duration fastest = Duration.ofHours(1);
      try {
        for (StoredIdempotency one : cold) {
          long start = System.nanoTime();
          assertThat(one.reserve(SCOPE, key, HASH)).isInstanceOf(InFlight.class);
          fastest = shorter(fastest, start);
        }
      } finally {
        cold.forEach(StoredIdempotency::close);
      }
      assertThat(fastest).isLessThan(Duration.ofMillis(300));
      other.rollback();
    }
  }

  @Test
  void rowsLockedByASweep_areAnsweredWithin100Milliseconds() throws SQLException {
    String application = "app-" + UUID.randomUUID();
    try (StoreFixture fixture = new StoreFixture();
        StoredIdempotency service = fixture.instance(application, Map.of());
        Connection other = TestDatabase.shared().dataSource().getConnection();
        Statement statement = other.createStatement()) {
      for (String one : List.of("gone", "expired", "warm")) {
        service.complete(StoreFixture.reserved(service.reserve(SCOPE, one, HASH)), ANSWER);
      }
      due(application, "gone", "retain_until");
      due(application, "expired", "expires_at");
      other.setAutoCommit(false);
      Core core = fixture.unit().core(application, new IdempotencyPart(), Map.of());
      SqlFile statements = new SqlFile("idempotency", core.names());
      statement.execute(statements.get("sweep").replace("?1", "'" + application + "'"));
      assertThat(answered(service, i -> "gone")).hasOnlyElementsOfType(InFlight.class);
      assertThat(answered(service, i -> "expired")).hasOnlyElementsOfType(Expired.class);
      assertThat(answered(service, i -> "warm")).hasOnlyElementsOfType(Replay.class);
      assertThat(answered(service, i -> "new" + i)).hasOnlyElementsOfType(Reserved.class);
      other.commit();
      assertThat(service.reserve(SCOPE, "gone", HASH)).isInstanceOf(Reserved.class);
    }
  }

  @Test
  @Timeout(30)
  void releaseThatNobodyWaitsFor_happensWhenTheLockIsGone() throws Exception {
    try (StoreFixture fixture = new StoreFixture();
        StoredIdempotency service = fixture.instance("shop", Map.of());
        Connection other = TestDatabase.shared().dataSource().getConnection();
        Statement statement = other.createStatement()) {
      Reserved reserved = StoreFixture.reserved(service.reserve(SCOPE, key, HASH));
      other.setAutoCommit(false);
      statement.execute(
          "SELECT 1 FROM surety_idempotency WHERE key_hash = '%s' FOR UPDATE"
              .formatted(bytea(key)));
      service.releaseLater(reserved);
      Thread.sleep(500);
      other.rollback();
      while (service.find(SCOPE, key).orElseThrow().state() != State.RELEASED) {
        Thread.sleep(20);
      }
    }
  }

  /** One that waits does so each time, and a machine that stands still does not. */
  private static List<Reservation> answered(StoredIdempotency service, IntFunction<String> keys) {
    Duration fastest = Duration.ofHours(1);
    List<Reservation> reservations = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      reservations.add(service.reserve(SCOPE, keys.apply(i), HASH));
      fastest = shorter(fastest, start);
    }
    assertThat(fastest).isLessThan(Duration.ofMillis(100));
    return reservations;
  }

  private static Duration shorter(Duration fastest, long start) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return took.compareTo(fastest) < 0 ? took : fastest;
  }

  private static void due(String application, String key, String column) {
    ScopedKey row = ScopedKey.of(ScopedKey.Space.RESERVATIONS, application, SCOPE, key);
    StoreFixture.age(row, column, "60 hours");
    StoreFixture.age(row, "sweep_at", "60 hours");
  }

  private String claimLike(String claimed) {
    return "INSERT INTO surety_idempotency SELECT (jsonb_populate_record(r,"
        + " jsonb_build_object('key_hash', '%s'))).* FROM surety_idempotency r WHERE key_hash = '%s'"
            .formatted(bytea(key), bytea(claimed));
  }

  private static String bytea(String key) {
    return "\\x" + ScopedKey.of(ScopedKey.Space.RESERVATIONS, "shop", SCOPE, key).keyHash();
  }
}

package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.HASH;
import static dev.surety.idempotency.internal.StoreFixture.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      other.rollback();
      assertThat(service.reserve(SCOPE, key, HASH)).isInstanceOf(Reserved.class);
    }
  }

  @Test
  void keyThatAnotherTransactionIsClaiming_delaysNobodyForLong_withAShareNotCountedYet()
      throws SQLException {
    try (StoreFixture fixture = new StoreFixture();
        StoredIdempotency service = fixture.instance("shop", Map.of());
        StoredIdempotency cold = fixture.instance("shop", Map.of());
        Connection other = TestDatabase.shared().dataSource().getConnection();
        Statement statement = other.createStatement()) {
      service.reserve(SCOPE, key + "-like", HASH);
      cold.find(SCOPE, key);
      other.setAutoCommit(false);
      assertThat(statement.executeUpdate(claimLike(key + "-like"))).isEqualTo(1);
      long start = System.nanoTime();
      assertThat(cold.reserve(SCOPE, key, HASH)).isInstanceOf(InFlight.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(300));
      other.rollback();
    }
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

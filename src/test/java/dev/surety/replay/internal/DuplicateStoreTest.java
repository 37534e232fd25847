package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.AT_CAPACITY;
import static dev.surety.replay.Acceptance.EXPIRED;
import static dev.surety.replay.Acceptance.FRESH;
import static dev.surety.replay.Acceptance.REPLAYED;
import static dev.surety.replay.internal.ReplayFixture.NOW;
import static dev.surety.replay.internal.ReplayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.UnavailableException;
import dev.surety.replay.Acceptance;
import dev.surety.replay.KeyId;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What refusals cost, and what a database does that is locked or away. */
class DuplicateStoreTest {

  private static final Duration FOUR_PERIODS = Duration.ofSeconds(2);

  private final KeyId key = new KeyId("issuer", "key-1");

  @Test
  void refusals_writeNothing_andLockNothing() throws InterruptedException {
    try (TestDatabase database = TestDatabase.separate();
        ReplayFixture fixture = new ReplayFixture(database);
        StoredReplay store =
            fixture.instance(
                "shop", Map.of("surety.replay.sweep", "false", "surety.replay.cap", "50"))) {
      // it would take transactions of its own
      fixture.execute("ALTER SYSTEM SET autovacuum = off");
      fixture.execute("SELECT pg_reload_conf()");
      for (int i = 0; i < 50; i++) {
        assertThat(store.accept(key, "n" + i, SOON)).isEqualTo(FRESH);
      }
      fixture.execute("VACUUM");
      all(store);
      // permits are settled, and a running autovacuum ends
      awaitNoTransactions(fixture);
      fixture.execute("CHECKPOINT");
      long transactions = transactions(fixture);
      long wal = wal(fixture);
      for (int i = 0; i < 20; i++) {
        all(store);
      }
      assertThat(transactions(fixture)).isEqualTo(transactions);
      // Somebody else's background work may log a snapshot of running transactions.
      assertThat(wal(fixture) - wal).isLessThan(500);
    }
  }

  private void all(StoredReplay store) {
    for (int i = 0; i < 50; i++) {
      assertThat(store.accept(key, "n" + i, SOON)).isEqualTo(REPLAYED);
      assertThat(store.accept(key, "new" + i, SOON)).isEqualTo(AT_CAPACITY);
      assertThat(store.accept(key, "old" + i, NOW.minusSeconds(90))).isEqualTo(EXPIRED);
      assertThat(store.seen(key, "n" + i)).isTrue();
      assertThat(store.remember(key, "n" + i, SOON)).isFalse();
    }
    assertThat(store.atCapacity(key)).isTrue();
  }

  private static void awaitNoTransactions(ReplayFixture fixture) throws InterruptedException {
    long before = -1;
    for (int look = 0; look < 20 && transactions(fixture) != before; look++) {
      before = transactions(fixture);
      Thread.sleep(FOUR_PERIODS.toMillis());
    }
  }

  private static long transactions(ReplayFixture fixture) {
    return fixture.number("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
  }

  private static long wal(ReplayFixture fixture) {
    return fixture.number("SELECT pg_current_wal_insert_lsn() - '0/0'");
  }

  @Test
  void frozenDatabase_isUnavailableInBoundedTime_andGoesOnWhenItAnswers() throws Exception {
    Map<String, String> config =
        Map.of("surety.statement-deadline", "PT2S", "surety.patience", "PT2S");
    try (TestDatabase database = TestDatabase.separate();
        ReplayFixture fixture = new ReplayFixture(database);
        StoredReplay store = fixture.instance("shop", config)) {
      assertThat(store.accept(key, "before", SOON)).isEqualTo(FRESH);
      database.freeze();
      try {
        long start = System.nanoTime();
        assertThatThrownBy(() -> store.accept(key, "during", SOON))
            .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> store.atCapacity(key)).isInstanceOf(UnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      } finally {
        database.thaw();
      }
      assertThat(eventually(store, "after")).isEqualTo(FRESH);
      assertThat(store.accept(key, "before", SOON)).isEqualTo(REPLAYED);
    }
  }

  private Acceptance eventually(StoredReplay store, String nonce) throws InterruptedException {
    for (int attempt = 0; attempt < 30; attempt++) {
      try {
        return store.accept(key, nonce + attempt, SOON);
      } catch (UnavailableException e) {
        Thread.sleep(200);
      }
    }
    throw new AssertionError("still unavailable");
  }

  @Test
  void lockedCounter_delaysItsKeyOnly_andLosesNothing() throws Exception {
    Map<String, String> config = Map.of("surety.replay.global-cap", "0");
    try (ReplayFixture fixture = new ReplayFixture(TestDatabase.shared());
        StoredReplay store = fixture.instance("shop", config);
        Connection other = fixture.connection();
        Statement statement = other.createStatement()) {
      KeyId free = new KeyId("issuer", "free");
      store.accept(key, "first", SOON);
      store.accept(free, "first", SOON);
      other.setAutoCommit(false);
      statement.execute(
          "SELECT 1 FROM surety_replay_key WHERE key_hash = decode('%s', 'hex') FOR UPDATE"
              .formatted(KeyedNonce.keyHash("shop", key)));
      var waiting =
          IntStream.range(0, 20)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> store.accept(key, "w" + i, SOON)))
              .toList();
      long start = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        assertThat(store.accept(free, "n" + i, SOON)).isEqualTo(FRESH);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      other.rollback();
      for (var one : waiting) {
        assertThat(one.get(5, TimeUnit.SECONDS)).isEqualTo(FRESH);
      }
      assertThat(store.liveCount(key)).isEqualTo(21);
    }
  }

  @Test
  void badInput_failsNobodyElse() {
    try (ReplayFixture fixture = new ReplayFixture(TestDatabase.shared());
        StoredReplay store = fixture.instance("shop", Map.of())) {
      var good =
          IntStream.range(0, 50)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> store.accept(key, "good-" + UUID.randomUUID(), SOON)))
              .toList();
      for (int i = 0; i < 50; i++) {
        assertThatThrownBy(() -> store.accept(key, "\0", SOON))
            .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.accept(key, "x" + i, java.time.Instant.MAX)).isEqualTo(EXPIRED);
      }
      good.forEach(one -> assertThat(one.join()).isEqualTo(FRESH));
    }
  }

  @Test
  void corruptCounter_refusesItsKeyOnly() {
    Map<String, String> config = Map.of("surety.replay.global-cap", "0");
    try (ReplayFixture fixture = new ReplayFixture(TestDatabase.shared());
        StoredReplay store = fixture.instance("shop", config)) {
      try (StoredReplay before = fixture.instance("shop", config)) {
        before.accept(key, "first", SOON);
      }
      fixture.execute("UPDATE surety_replay_key SET counts = 'nonsense'");
      assertThatThrownBy(() -> store.accept(key, "second", SOON))
          .isInstanceOf(dev.surety.SuretyException.class)
          .isNotInstanceOf(UnavailableException.class);
      assertThat(store.accept(KeyId.of("other"), "first", SOON)).isEqualTo(FRESH);
    }
  }
}

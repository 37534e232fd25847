package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.AT_CAPACITY;
import static dev.surety.replay.Acceptance.FRESH;
import static dev.surety.replay.Acceptance.REPLAYED;
import static dev.surety.replay.internal.ReplayFixture.NOW;
import static dev.surety.replay.internal.ReplayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.replay.Acceptance;
import dev.surety.replay.KeyId;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Permits of counters: taken, used, handed back, lost with their instance. */
class GrantStoreTest extends SharedNonces {

  private static final Map<String, String> CONFIG =
      Map.of("surety.replay.sweep", "false", "surety.replay.cap", "200");

  private final String application = "grants-" + UUID.randomUUID();
  private final KeyId key = new KeyId("issuer", "key");

  @Test
  void keyThatIsUsed_hasPermits_andItsCounterIsNotAskedThen() throws Exception {
    try (StoredReplay store = store();
        Connection other = fixture.connection();
        Statement statement = other.createStatement()) {
      accept(store, "a", 3, FRESH);
      other.setAutoCommit(false);
      statement.execute("SELECT 1 FROM surety_replay_key FOR UPDATE");
      accept(store, "b", 5, FRESH);
      accept(store, "b", 5, REPLAYED);
      assertThat(store.atCapacity(key)).isFalse();
      other.rollback();
      assertThat(store.liveCount(key)).isEqualTo(8);
    }
  }

  @Test
  void stoppedInstance_handsItsPermitsBack_andCountsWhatItUsed() {
    try (StoredReplay store = store()) {
      accept(store, "a", 10, FRESH);
    }
    assertThat(granted()).isZero();
    try (StoredReplay store = store()) {
      assertThat(store.liveCount(key)).isEqualTo(10);
    }
  }

  @Test
  void idleInstance_handsItsPermitsBack_withinASecond() throws InterruptedException {
    try (StoredReplay store = store()) {
      accept(store, "a", 10, FRESH);
      Thread.sleep(2_000);
      assertThat(granted()).isZero();
      assertThat(store.liveCount(key)).isEqualTo(10);
    }
  }

  @Test
  void crashedInstancesPermits_countUntilTheyEnd_andNoLonger() {
    NonceStore crashed = flush();
    for (int i = 0; i < 5; i++) {
      assertThat(crashed.apply(java.util.List.of(command("c" + i)))).containsExactly(FRESH);
    }
    long granted = granted();
    assertThat(granted).isPositive();
    try (StoredReplay store = store()) {
      int fresh = 0;
      for (int i = 0; i < 200; i++) {
        fresh += store.accept(key, "n" + i, SOON) == FRESH ? 1 : 0;
      }
      // Two were counted before there were permits.
      assertThat(fresh + granted).isEqualTo(198);
      assertThat(store.accept(key, "full", SOON)).isEqualTo(AT_CAPACITY);
      fixture.pass(Duration.ofSeconds(421));
      Instant later = NOW.plusSeconds(421 + 300);
      assertThat(store.accept(key, "later", later)).isEqualTo(FRESH);
      fixture.pass(Duration.ofSeconds(7 * 60 + 60 + 60 + 15));
      for (int i = 0; i < 199; i++) {
        assertThat(store.accept(key, "again" + i, later)).isEqualTo(FRESH);
      }
      assertThat(store.accept(key, "again", later)).isEqualTo(AT_CAPACITY);
    }
  }

  @Test
  void settlementThatFails_losesNothing_andIsTriedAgain() throws Exception {
    try (StoredReplay store = store();
        Connection other = fixture.connection();
        Statement statement = other.createStatement()) {
      accept(store, "a", 6, FRESH);
      fixture.execute("ALTER TABLE surety_replay_key RENAME TO away");
      try {
        accept(store, "b", 2, FRESH);
        Thread.sleep(1_200);
      } finally {
        fixture.execute("ALTER TABLE away RENAME TO surety_replay_key");
      }
      other.setAutoCommit(false);
      statement.execute("SELECT 1 FROM surety_replay_key FOR UPDATE");
      accept(store, "c", 2, FRESH);
      Thread.sleep(600);
      other.rollback();
      assertThat(store.liveCount(key)).isEqualTo(10);
    }
    try (StoredReplay store = store()) {
      assertThat(store.liveCount(key)).isEqualTo(10);
      assertThat(granted()).isZero();
    }
  }

  @Test
  void twoInstances_letInExactlyTheCapacity() {
    try (StoredReplay one = store();
        StoredReplay two = store()) {
      int fresh = 0;
      for (int i = 0; i < 300; i++) {
        fresh += (i % 2 == 0 ? one : two).accept(key, "n" + i, SOON) == FRESH ? 1 : 0;
      }
      assertThat(fresh).isEqualTo(200);
      assertThat(one.atCapacity(key)).isTrue();
      assertThat(two.accept(key, "more", SOON)).isEqualTo(AT_CAPACITY);
      assertThat(two.accept(key, "n0", SOON)).isEqualTo(REPLAYED);
    }
  }

  @Test
  void sweep_walksThePages_byTidRangeScan() throws Exception {
    String sweep =
        new dev.surety.core.SqlFile("replay", fixture.core(application, CONFIG).names())
            .get("sweep")
            .replaceAll("\\?(\\d)", "\\$$1");
    try (Connection connection = fixture.connection();
        Statement statement = connection.createStatement()) {
      for (String off : new String[] {"seqscan", "bitmapscan", "hashjoin", "mergejoin"}) {
        statement.execute("SET enable_" + off + " = off");
      }
      for (String mode : new String[] {"force_custom_plan", "force_generic_plan"}) {
        statement.execute("SET plan_cache_mode = " + mode);
        statement.execute("PREPARE sweep AS " + sweep);
        StringBuilder plan = new StringBuilder();
        try (var rows = statement.executeQuery("EXPLAIN EXECUTE sweep('(0,0)', '(32,0)', 1)")) {
          while (rows.next()) {
            plan.append(rows.getString(1)).append('\n');
          }
        }
        statement.execute("DEALLOCATE sweep");
        assertThat(plan.toString()).contains("Tid Range Scan").doesNotContain("Seq Scan");
      }
    }
  }

  private void accept(StoredReplay store, String prefix, int nonces, Acceptance expected) {
    for (int i = 0; i < nonces; i++) {
      assertThat(store.accept(key, prefix + i, SOON)).isEqualTo(expected);
    }
  }

  /** By the key's counter. */
  private long granted() {
    return LiveCounts.of(
            fixture.text(
                "SELECT granted FROM surety_replay_key WHERE key_hash = decode('%s', 'hex')"
                    .formatted(KeyedNonce.keyHash(application, key))))
        .total();
  }

  private StoredReplay store() {
    return fixture.instance(application, CONFIG);
  }

  private Command command(String nonce) {
    return fixture.accept(application, key, nonce, SOON);
  }

  private NonceStore flush() {
    return fixture.flush(application, CONFIG);
  }
}

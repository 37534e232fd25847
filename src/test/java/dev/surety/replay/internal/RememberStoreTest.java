package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.AT_CAPACITY;
import static dev.surety.replay.Acceptance.FRESH;
import static dev.surety.replay.internal.ReplayFixture.NOW;
import static dev.surety.replay.internal.ReplayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.replay.KeyId;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What remember keeps and counts, also beside accepts and sweeps. */
@Timeout(60)
class RememberStoreTest extends SharedNonces {

  private final String application = "app-" + UUID.randomUUID();
  private final KeyId key = new KeyId("issuer", "key-1");

  @Test
  void remember_insertsOnce_beyondCapacity_andNeverShortens() {
    try (StoredReplay store = store(Map.of("surety.replay.cap", "1"))) {
      assertThat(store.remember(key, "a", NOW.plusSeconds(200))).isTrue();
      assertThat(store.remember(key, "a", NOW.plusSeconds(100))).isFalse();
      assertThat(store.remember(key, "b", NOW.plusSeconds(100))).isTrue();
      assertThat(store.remember(key, "b", NOW.plusSeconds(300))).isFalse();
      assertThat(store.remember(key, "c", NOW.minusSeconds(61))).isFalse();
      assertThat(store.liveCount(key)).isEqualTo(2);
      fixture.pass(Duration.ofSeconds(310));
      assertThat(store.seen(key, "a")).isTrue();
      fixture.pass(Duration.ofSeconds(322));
      assertThat(store.seen(key, "a")).isFalse();
      assertThat(store.seen(key, "b")).isTrue();
      assertThat(store.liveCount(key)).isEqualTo(1);
      fixture.pass(Duration.ofSeconds(422));
      assertThat(store.liveCount(key)).isZero();
    }
  }

  @Test
  void longerExpiry_isKept_whenAShorterOneIsAcceptedMeanwhile() throws Exception {
    try (StoredReplay store = store(Map.of())) {
      boolean inserted =
          rememberedDuring(
              store,
              "INSERT INTO surety_replay VALUES ('%s', to_timestamp(%d))"
                  .formatted(hash("n"), end(NOW.plusSeconds(30))));
      assertThat(inserted).isFalse();
      assertThat(until("n")).isEqualTo(end(SOON));
    }
  }

  @Test
  void nonceThatIsSweptMeanwhile_isInsertedAgain() throws Exception {
    try (StoredReplay store = store(Map.of())) {
      assertThat(store.remember(key, "n", NOW.plusSeconds(30))).isTrue();
      boolean inserted =
          rememberedDuring(
              store, "DELETE FROM surety_replay WHERE nonce_hash = '%s'".formatted(hash("n")));
      assertThat(inserted).isTrue();
      assertThat(until("n")).isEqualTo(end(SOON));
    }
  }

  @Test
  void longerExpiry_isNotShortened_whenItReplacesAnEndedOneMeanwhile() throws Exception {
    try (StoredReplay store = store(Map.of())) {
      assertThat(store.remember(key, "n", NOW.plusSeconds(30))).isTrue();
      long later = end(SOON.plusSeconds(50));
      boolean inserted =
          rememberedDuring(
              store,
              "UPDATE surety_replay SET live_until = to_timestamp(%d) WHERE nonce_hash = '%s'"
                  .formatted(later, hash("n")));
      assertThat(inserted).isFalse();
      assertThat(until("n")).isEqualTo(later);
    }
  }

  /** The first expiry of such a nonce is in no counter yet, where it could take another's place. */
  @Test
  void nonceAcceptedWithAPermit_andPutOff_takesNoOthersPlace() {
    Map<String, String> capped = Map.of("surety.replay.cap", "40");
    Instant far = NOW.plusSeconds(400);
    try (StoredReplay other = store(capped)) {
      try (StoredReplay accepting = store(capped)) {
        for (int i = 0; i < 12; i++) {
          assertThat(accepting.accept(key, "far" + i, far.minusSeconds(50))).isEqualTo(FRESH);
        }
        for (int i = 0; i < 8; i++) {
          assertThat(accepting.accept(key, "soon" + i, NOW.plusSeconds(5))).isEqualTo(FRESH);
          assertThat(other.remember(key, "soon" + i, far)).isFalse();
        }
      }
      fixture.pass(Duration.ofSeconds(145));
      assertThat(other.liveCount(key)).isGreaterThanOrEqualTo(20);
      int more = 0;
      for (int i = 0; i < 60; i++) {
        more += other.accept(key, "more" + i, far) == FRESH ? 1 : 0;
      }
      assertThat(more).isLessThanOrEqualTo(20);
      assertThat(other.accept(key, "full", far)).isEqualTo(AT_CAPACITY);
    }
  }

  /** What remember answers while another transaction does something to its nonce. */
  private boolean rememberedDuring(StoredReplay store, String change) throws Exception {
    try (Connection other = fixture.connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(change);
      CompletableFuture<Boolean> remembered =
          CompletableFuture.supplyAsync(() -> store.remember(key, "n", SOON));
      while (fixture.number("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0) {
        assertThat(remembered).isNotDone();
      }
      other.commit();
      return remembered.get();
    }
  }

  private long hash(String nonce) {
    return fixture.nonce(application, key, nonce).nonceHash();
  }

  private static long end(Instant expiresAt) {
    return Command.Lifetime.of(expiresAt, Duration.ofSeconds(60)).end();
  }

  private long until(String nonce) {
    return fixture.number(
        "SELECT CAST(extract(epoch FROM live_until) AS bigint) FROM surety_replay"
            + " WHERE nonce_hash = '%s'".formatted(hash(nonce)));
  }

  private StoredReplay store(Map<String, String> config) {
    Map<String, String> all = new HashMap<>(config);
    all.put("surety.replay.sweep", "false");
    return fixture.instance(application, all);
  }
}

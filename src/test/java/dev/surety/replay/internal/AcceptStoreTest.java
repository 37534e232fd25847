package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.AT_CAPACITY;
import static dev.surety.replay.Acceptance.EXPIRED;
import static dev.surety.replay.Acceptance.FRESH;
import static dev.surety.replay.Acceptance.REPLAYED;
import static dev.surety.replay.internal.ReplayFixture.NOW;
import static dev.surety.replay.internal.ReplayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.replay.Acceptance;
import dev.surety.replay.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What accept answers, on one instance. */
class AcceptStoreTest extends SharedNonces {

  private static final Map<String, String> NO_SWEEP = Map.of("surety.replay.sweep", "false");

  private final String application = "app-" + UUID.randomUUID();
  private final KeyId key = new KeyId("issuer", "key-1");

  @Test
  void nonce_isFreshOnce_thenReplayed_whateverItsExpiry() {
    try (StoredReplay store = store(Map.of())) {
      assertThat(store.accept(key, "n", SOON)).isEqualTo(FRESH);
      assertThat(store.accept(key, "n", SOON)).isEqualTo(REPLAYED);
      assertThat(store.accept(key, "n", SOON.plusSeconds(60))).isEqualTo(REPLAYED);
      assertThat(store.accept(key, "n", NOW.plusSeconds(1))).isEqualTo(REPLAYED);
    }
  }

  @Test
  void sameNonceOfAnotherIssuerKeyApplicationOrCase_isFresh() {
    try (StoredReplay store = store(Map.of());
        StoredReplay other = fixture.instance("other-" + application, NO_SWEEP)) {
      assertThat(store.accept(key, "n", SOON)).isEqualTo(FRESH);
      assertThat(store.accept(new KeyId("issuer-2", "key-1"), "n", SOON)).isEqualTo(FRESH);
      assertThat(store.accept(new KeyId("issuer", "key-2"), "n", SOON)).isEqualTo(FRESH);
      assertThat(store.accept(new KeyId("issuerk", "ey-1"), "n", SOON)).isEqualTo(FRESH);
      assertThat(store.accept(new KeyId("issuer", "KEY-1"), "n", SOON)).isEqualTo(FRESH);
      assertThat(store.accept(key, "N", SOON)).isEqualTo(FRESH);
      assertThat(other.accept(key, "n", SOON)).isEqualTo(FRESH);
    }
  }

  @Test
  void expiryNotAfterDatabaseTimeWithSkew_isExpired_andWritesNothing() {
    try (StoredReplay store = store(Map.of())) {
      assertThat(store.accept(key, "a", NOW.minusSeconds(60))).isEqualTo(EXPIRED);
      assertThat(store.accept(key, "b", Instant.MIN)).isEqualTo(EXPIRED);
      assertThat(store.accept(key, "c", NOW.minusSeconds(30))).isEqualTo(FRESH);
      assertThat(store.seen(key, "a")).isFalse();
      assertThat(store.liveCount(key)).isEqualTo(1);
    }
  }

  @Test
  void expiryBeyondTheLongestSpan_isExpired_andWritesNothing() {
    try (StoredReplay store = store(Map.of("surety.replay.longest-span", "PT5M"))) {
      assertThat(store.accept(key, "a", NOW.plusSeconds(330))).isEqualTo(EXPIRED);
      assertThat(store.accept(key, "b", Instant.MAX)).isEqualTo(EXPIRED);
      assertThat(store.accept(key, "c", NOW.plusSeconds(299))).isEqualTo(FRESH);
      assertThat(store.liveCount(key)).isEqualTo(1);
    }
  }

  @Test
  void nonce_livesUntilItsExpiryWithSkewAndAMinute() {
    try (StoredReplay store = store(Map.of())) {
      store.accept(key, "n", NOW.plusSeconds(100));
      fixture.pass(Duration.ofSeconds(210));
      assertThat(store.seen(key, "n")).isTrue();
      assertThat(store.accept(key, "n", NOW.plusSeconds(500))).isEqualTo(REPLAYED);
      fixture.pass(Duration.ofSeconds(221));
      assertThat(store.seen(key, "n")).isFalse();
      assertThat(store.accept(key, "n", NOW.plusSeconds(500))).isEqualTo(FRESH);
      assertThat(store.accept(key, "n", NOW.plusSeconds(500))).isEqualTo(REPLAYED);
    }
  }

  @Test
  void oldRequest_isExpiredWhenItsRowIsGone() {
    try (StoredReplay store = store(Map.of())) {
      store.accept(key, "n", NOW.plusSeconds(100));
      fixture.pass(Duration.ofSeconds(230));
      assertThat(store.sweep()).isGreaterThanOrEqualTo(1);
      assertThat(store.accept(key, "n", NOW.plusSeconds(100))).isEqualTo(EXPIRED);
    }
  }

  @Test
  void equalNoncesOfOneFlush_areFreshOnce() {
    NonceStore store = flush(Map.of());
    List<Object> answers =
        store.apply(List.of(command("n"), command("m"), command("n"), command("n")));
    assertThat(answers).containsExactly(FRESH, FRESH, REPLAYED, REPLAYED);
  }

  @Test
  void equalNoncesOfOneFlush_areJudgedByTheirOwnExpiry() {
    NonceStore store = flush(Map.of());
    List<Object> answers =
        store.apply(
            List.of(command("n", NOW.minusSeconds(100)), command("n"), command("n", Instant.MAX)));
    assertThat(answers).containsExactly(EXPIRED, FRESH, EXPIRED);
  }

  @Test
  void capacity_refusesNewNonces_notReplays_andFreesByExpiryWithoutSweep() {
    try (StoredReplay store = store(Map.of("surety.replay.cap", "3"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(store.atCapacity(key)).isFalse();
        assertThat(store.accept(key, "n" + i, NOW.plusSeconds(100 + i * 50))).isEqualTo(FRESH);
      }
      assertThat(store.atCapacity(key)).isTrue();
      assertThat(store.accept(key, "n3", SOON)).isEqualTo(AT_CAPACITY);
      assertThat(store.accept(key, "n0", SOON)).isEqualTo(REPLAYED);
      assertThat(store.accept(new KeyId("issuer", "key-2"), "n3", SOON)).isEqualTo(FRESH);
      fixture.pass(Duration.ofSeconds(221));
      assertThat(store.atCapacity(key)).isFalse();
      assertThat(store.liveCount(key)).isEqualTo(2);
      assertThat(store.accept(key, "n3", SOON)).isEqualTo(FRESH);
      assertThat(store.accept(key, "n4", SOON)).isEqualTo(AT_CAPACITY);
    }
  }

  @Test
  void globalCapacity_refusesEveryKey_notReplays() {
    try (StoredReplay store = store(Map.of("surety.replay.global-cap", "4"))) {
      List<Acceptance> answers =
          IntStream.range(0, 6)
              .mapToObj(i -> store.accept(new KeyId("", "key-" + i), "n", SOON))
              .toList();
      assertThat(answers).containsExactly(FRESH, FRESH, FRESH, FRESH, AT_CAPACITY, AT_CAPACITY);
      assertThat(store.atCapacity(new KeyId("", "key-9"))).isTrue();
      assertThat(store.accept(new KeyId("", "key-1"), "n", SOON)).isEqualTo(REPLAYED);
      fixture.pass(Duration.ofSeconds(421));
      assertThat(store.accept(key, "n", NOW.plusSeconds(500))).isEqualTo(FRESH);
    }
  }

  @Test
  void globalCapacityOfZero_isNone() {
    try (StoredReplay store = store(Map.of("surety.replay.global-cap", "0"))) {
      assertThat(store.accept(key, "n", SOON)).isEqualTo(FRESH);
      assertThat(store.accept(key, "n", SOON)).isEqualTo(REPLAYED);
      assertThat(store.atCapacity(key)).isFalse();
    }
  }

  @Test
  void oneFlush_letsInExactlyWhatFits_andReplaysBesides() {
    NonceStore store = flush(Map.of("surety.replay.cap", "3"));
    store.apply(List.of(command("a"), command("b")));
    assertThat(store.apply(List.of(command("c"), command("d"), command("a"), command("d"))))
        .containsExactly(FRESH, AT_CAPACITY, REPLAYED, AT_CAPACITY);
    assertThat(store.apply(List.of(command("e"), command("c"))))
        .containsExactly(AT_CAPACITY, REPLAYED);
  }

  @Test
  void sweep_dropsWhatHasEnded_andIdleCounters() {
    try (StoredReplay store = store(Map.of("surety.replay.key-memory", "PT1H"))) {
      for (int i = 0; i < 2500; i += 500) {
        flush(Map.of())
            .apply(IntStream.range(i, i + 500).<Command>mapToObj(n -> command("n" + n)).toList());
      }
      store.accept(key, "stays", NOW.plusSeconds(400));
      fixture.pass(Duration.ofSeconds(430));
      assertThat(store.sweep()).isGreaterThanOrEqualTo(2500);
      assertThat(store.seen(key, "stays")).isTrue();
      fixture.pass(Duration.ofHours(2));
      store.sweep();
      assertThat(
              fixture.number(
                  "SELECT count(*) FROM surety_replay_key WHERE application = '"
                      + application
                      + "'"))
          .isZero();
      assertThat(store.sweep()).isZero();
    }
  }

  @Test
  void nonceThatIsNoTextOfOneTo256Bytes_isRefused() {
    try (StoredReplay store = store(Map.of())) {
      for (String bad : new String[] {"", "a\0b", "\ud800", "x".repeat(257), "ä".repeat(129)}) {
        assertThatThrownBy(() -> store.accept(key, bad, SOON))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(store.accept(key, "x".repeat(256), SOON)).isEqualTo(FRESH);
      assertThat(store.accept(key, "'; --\n\u202e\ud83d\ude00", SOON)).isEqualTo(FRESH);
    }
  }

  @Test
  void nothingIdentifying_standsInTheTables() {
    try (StoredReplay store = store(Map.of())) {
      store.accept(new KeyId("secret-issuer", "secret-kid"), "secret-nonce", SOON);
      assertThat(
              fixture.number(
                  "SELECT (SELECT count(*) FROM surety_replay r WHERE r::text LIKE '%secret%')"
                      + " + (SELECT count(*) FROM surety_replay_key k WHERE k::text LIKE '%secret%')"))
          .isZero();
    }
  }

  @Test
  void riseOfNewKeyIds_isToldOncePerIssuerAndWindow() throws InterruptedException {
    fixture.rises.clear();
    try (StoredReplay store = store(Map.of("surety.replay.new-keys", "3"))) {
      for (int i = 0; i < 6; i++) {
        store.accept(new KeyId("rising", "key-" + i), "n", SOON);
        store.accept(new KeyId("calm", "key"), "n" + i, SOON);
      }
      Thread.sleep(200);
    }
    assertThat(fixture.rises)
        .containsExactly(new dev.surety.replay.NewKeyIds("rising", 4, Duration.ofMinutes(1)));
  }

  private StoredReplay store(Map<String, String> config) {
    Map<String, String> all = new java.util.HashMap<>(NO_SWEEP);
    all.putAll(config);
    return fixture.instance(application, all);
  }

  private NonceStore flush(Map<String, String> config) {
    return fixture.flush(application, config);
  }

  private Command command(String nonce) {
    return command(nonce, SOON);
  }

  private Command command(String nonce, Instant expiresAt) {
    return fixture.accept(application, key, nonce, expiresAt);
  }
}

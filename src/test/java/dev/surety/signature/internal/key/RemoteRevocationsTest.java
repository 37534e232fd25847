package dev.surety.signature.internal.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.core.net.Failure;
import dev.surety.core.net.HttpResult;
import dev.surety.core.net.HttpResult.Body;
import dev.surety.core.net.HttpResult.Failed;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.RevocationSource.Status;
import dev.surety.signature.VerificationKey;
import dev.surety.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteRevocationsTest {

  private static final Instant START = Instant.parse("2026-04-18T14:00:00Z");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger fetches = new AtomicInteger();
  private Instant now = START;
  private Supplier<HttpResult> server = () -> list(0, 900, "bad");
  private final RemoteRevocations revocations =
      new RemoteRevocations(
          () -> {
            fetches.incrementAndGet();
            return server.get();
          },
          "issuer",
          Duration.ofSeconds(600),
          () -> now,
          nanos::get);

  private static HttpResult list(long updated, long nextUpdate, String kid) {
    return body(
        "{'issuer':'issuer','updated':'%s','next_update':'%s','revoked_kids':['%s'],'revoked_jtis':[]}"
            .formatted(START.plusSeconds(updated), START.plusSeconds(nextUpdate), kid));
  }

  private static HttpResult body(String json) {
    return new Body(200, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static VerificationKey key(String issuer, String kid) {
    return new VerificationKey(issuer, "owner", kid, null, Set.of(), null, null, null);
  }

  private Status status(String kid) {
    return revocations.statusOf(key("issuer", kid));
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    revocations.refreshIfDue();
  }

  @Test
  void noListYet_isStale() {
    assertThat(status("good")).isEqualTo(Status.STALE);
  }

  @Test
  void listedKey_isRevoked_andOthersAreNot() {
    revocations.refreshIfDue();
    assertThat(status("bad")).isEqualTo(Status.REVOKED);
    assertThat(status("good")).isEqualTo(Status.NOT_REVOKED);
    assertThat(status("BAD")).isEqualTo(Status.NOT_REVOKED);
  }

  @Test
  void keyOfAnotherIssuer_isNoneOfItsBusiness() {
    assertThat(revocations.statusOf(key("other", "bad"))).isEqualTo(Status.NOT_REVOKED);
    revocations.refreshIfDue();
    assertThat(revocations.statusOf(key("other", "bad"))).isEqualTo(Status.NOT_REVOKED);
  }

  @Test
  void failedFirstLoad_isStale_untilOneSucceeds() {
    server = () -> new Failed(Failure.CONNECTION);
    revocations.refreshIfDue();
    assertThat(status("good")).isEqualTo(Status.STALE);
    server = () -> list(0, 900, "bad");
    pass(30);
    assertThat(status("good")).isEqualTo(Status.NOT_REVOKED);
  }

  @Test
  void listPastItsGrace_isStale_butStillRevokes() {
    revocations.refreshIfDue();
    server = () -> new Failed(Failure.CONNECTION);
    pass(1500);
    assertThat(status("good")).isEqualTo(Status.NOT_REVOKED);
    pass(1);
    assertThat(status("good")).isEqualTo(Status.STALE);
    assertThat(status("bad")).isEqualTo(Status.REVOKED);
  }

  @Test
  void list_isFetchedAgainBeforeItsNextUpdate_andNotAtOnce() {
    revocations.refreshIfDue();
    pass(500);
    assertThat(fetches).hasValue(1);
    server = () -> list(500, 1800, "new");
    pass(400);
    assertThat(fetches).hasValue(2);
    assertThat(status("new")).isEqualTo(Status.REVOKED);
    assertThat(status("bad")).isEqualTo(Status.NOT_REVOKED);
  }

  @Test
  void listThatPromisesYears_isFetchedAgainWithin15Minutes() {
    server = () -> list(0, 900_000_000, "bad");
    revocations.refreshIfDue();
    pass(900);
    assertThat(fetches).hasValue(2);
  }

  @Test
  void failedRefresh_isRepeatedWithin30Seconds_andNotBefore() {
    revocations.refreshIfDue();
    server = () -> new Failed(Failure.CONNECTION);
    pass(900);
    assertThat(fetches).hasValue(2);
    pass(15);
    assertThat(fetches).hasValue(2);
    pass(15);
    assertThat(fetches).hasValue(3);
  }

  @Test
  void olderList_isNotTaken() {
    now = START.plusSeconds(100);
    server = () -> list(100, 900, "bad");
    revocations.refreshIfDue();
    server = () -> list(99, 5000, "none");
    pass(900);
    assertThat(fetches).hasValue(2);
    assertThat(status("bad")).isEqualTo(Status.REVOKED);
    pass(600);
    assertThat(status("good")).isEqualTo(Status.STALE);
  }

  @Test
  void listFromTheFuture_isNotTaken() {
    server = () -> list(61, 900, "bad");
    revocations.refreshIfDue();
    assertThat(status("bad")).isEqualTo(Status.STALE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{'issuer':'other','updated':'2026-04-18T14:00:00Z','next_update':'2026-04-18T14:15:00Z','revoked_kids':[]}",
        "{'updated':'2026-04-18T14:00:00Z','next_update':'2026-04-18T14:15:00Z','revoked_kids':[]}",
        "{'issuer':'issuer','next_update':'2026-04-18T14:15:00Z','revoked_kids':[]}",
        "{'issuer':'issuer','updated':'2026-04-18T14:00:00Z','revoked_kids':[]}",
        "{'issuer':'issuer','updated':'2026-04-18T14:00:00Z','next_update':'2026-04-18T14:15:00Z'}",
        "{'issuer':'issuer','updated':'2026-04-18T14:00:00Z','next_update':'2026-04-18T14:15:00Z','revoked_kids':'a'}",
        "{'issuer':'issuer','updated':'2026-04-18T14:00:00Z','next_update':'2026-04-18T14:15:00Z','revoked_kids':[1]}",
        "{'issuer':'issuer','updated':'2026-04-18T14:00:00Z','next_update':'2026-04-18T14:00:00Z','revoked_kids':[]}",
        "{'issuer':'issuer','updated':'2026-04-18T14:00:00','next_update':'2026-04-18T14:15:00Z','revoked_kids':[]}",
        "{'issuer':'issuer','updated':1,'next_update':2,'revoked_kids':[]}",
        "{'issuer':'issuer','issuer':'issuer','updated':'2026-04-18T14:00:00Z','next_update':'2026-04-18T14:15:00Z','revoked_kids':[]}"
      })
  void whatIsNotThisIssuersList_isNotTaken(String json) {
    server = () -> body(json);
    revocations.refreshIfDue();
    assertThat(status("good")).isEqualTo(Status.STALE);
  }

  @Test
  void brokenFetchOrClock_isNotRepeatedAtOnce() {
    server =
        () -> {
          throw new IllegalStateException("broken");
        };
    revocations.refreshIfDue();
    pass(1);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void adcpList_isRead() {
    JsonNode vector =
        Vectors.json(Vectors.path("adcp/request-signing/negative/017-key-revoked.json"));
    byte[] json =
        vector
            .at("/test_harness_state/revocation_list")
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    RevocationList list = RevocationList.parse(json).orElseThrow();
    assertThat(list.issuer()).isEqualTo("https://seller.example.com");
    assertThat(list.revokedKids()).containsExactly("test-revoked-2026");
    assertThat(list.nextUpdate()).isEqualTo(Instant.parse("2026-04-18T14:15:00Z"));
  }

  @Test
  void listsThatHang_areFetchedSideBySide_andWaitedForTogether() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    RemoteRevocations one = meeting(both);
    RemoteRevocations other = meeting(both);
    try (FetchingThreads threads = new FetchingThreads(Executors.defaultThreadFactory())) {
      CompletableFuture<Void> first = threads.all(List.of(one::refreshIfDue, other::refreshIfDue));
      FetchingThreads.await(first, Duration.ofSeconds(5));
      assertThat(first).isDone();
      assertThat(one.statusOf(key("issuer", "good"))).isEqualTo(Status.NOT_REVOKED);
      assertThat(other.statusOf(key("issuer", "bad"))).isEqualTo(Status.REVOKED);
    }
  }

  /** Answers once all have been asked. */
  private RemoteRevocations meeting(CountDownLatch all) {
    return new RemoteRevocations(
        () -> {
          all.countDown();
          try {
            boolean met = all.await(3, TimeUnit.SECONDS);
            return met ? list(0, 900, "bad") : new Failed(Failure.DEADLINE);
          } catch (InterruptedException e) {
            return new Failed(Failure.DEADLINE);
          }
        },
        "issuer",
        Duration.ofSeconds(600),
        () -> now,
        nanos::get);
  }

  @Test
  void hangingFetch_isNotWaitedForBeyondTheBound() {
    CountDownLatch never = new CountDownLatch(1);
    try (FetchingThreads threads = new FetchingThreads(Executors.defaultThreadFactory())) {
      CompletableFuture<Void> begun =
          threads.all(
              List.of(
                  () -> {
                    try {
                      never.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
      FetchingThreads.await(begun, Duration.ofMillis(100));
      assertThat(begun).isNotDone();
    }
  }

  @Test
  void start_keepsTheListFresh_andCloseEndsTheTicks() {
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    try {
      revocations.refreshIfDue();
      revocations.start(scheduler);
      assertThat(status("good")).isEqualTo(Status.NOT_REVOKED);
      revocations.close();
    } finally {
      scheduler.shutdownNow();
    }
  }

  @Test
  void combinedSources_revokeIfAnyDoes_elseAreStaleIfAnyIs() {
    RevocationSource fixed = new RevokedKids("issuer", Set.of("bad"));
    RevocationSource both = new CombinedRevocations(List.of(revocations, fixed));
    assertThat(both.statusOf(key("issuer", "bad"))).isEqualTo(Status.REVOKED);
    assertThat(both.statusOf(key("issuer", "good"))).isEqualTo(Status.STALE);
    assertThat(both.statusOf(key("other", "good"))).isEqualTo(Status.NOT_REVOKED);
    assertThat(both.statusOf(key("other", "bad"))).isEqualTo(Status.NOT_REVOKED);
    assertThat(new CombinedRevocations(List.of()).statusOf(key("a", "b")))
        .isEqualTo(Status.NOT_REVOKED);
  }
}

package dev.surety.signature.internal.key;

import static dev.surety.signature.internal.key.JwkFixture.EC;
import static dev.surety.signature.internal.key.JwkFixture.ED25519;
import static dev.surety.signature.internal.key.JwkFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.Failure;
import dev.surety.core.net.HttpResult;
import dev.surety.core.net.HttpResult.Body;
import dev.surety.core.net.HttpResult.Failed;
import dev.surety.core.net.HttpResult.Refused;
import dev.surety.core.net.Refusal;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.KeyResolver.Resolution;
import dev.surety.signature.KeyResolver.Unavailable;
import dev.surety.signature.KeyResolver.Unknown;
import dev.surety.signature.KeyResolver.Untrusted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RemoteKeysTest {

  private static final HttpMessage MESSAGE =
      new HttpMessage.Request("GET", "https://a.example/", List.of(), new byte[0]);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile Supplier<HttpResult> server = () -> ok(ED25519);
  private final RemoteKeys keys = keys(Runnable::run);

  private RemoteKeys keys(Executor threads) {
    return new RemoteKeys(
        () -> {
          fetches.incrementAndGet();
          return server.get();
        },
        "issuer",
        "owner",
        nanos::get,
        threads);
  }

  private static HttpResult ok(String... jwks) {
    return cached("", jwks);
  }

  private static HttpResult cached(String control, String... jwks) {
    return new Body(200, set(jwks), Map.of("cache-control", List.of(control)));
  }

  private Resolution resolve(String keyId) {
    return resolver(keys, Duration.ofSeconds(5)).resolve(keyId, MESSAGE);
  }

  private static KeyResolver resolver(HeldKeys keys, Duration patience) {
    return new CombinedKeys(List.of(keys), patience);
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void firstUse_fetches_andLaterUsesDoNot() {
    assertThat(keys.held("ed")).isEmpty();
    assertThat(((Found) resolve("ed")).key().issuer()).isEqualTo("issuer");
    pass(1799);
    assertThat(resolve("ed")).isInstanceOf(Found.class);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void set_isUsedFor1800SecondsAtMost() {
    resolve("ed");
    server = () -> new Failed(Failure.CONNECTION);
    pass(1799);
    assertThat(resolve("ed")).isInstanceOf(Found.class);
    pass(1);
    assertThat(keys.held("ed")).isEmpty();
    assertThat(resolve("ed")).isInstanceOf(Unavailable.class);
  }

  @Test
  void maxAge_shortensTheUse_andNeverLengthensIt() {
    server = () -> cached("public, max-age=60", ED25519);
    resolve("ed");
    pass(59);
    assertThat(keys.held("ed")).isPresent();
    pass(1);
    assertThat(keys.held("ed")).isEmpty();
    server = () -> cached("max-age=999999", ED25519);
    resolve("ed");
    pass(1800);
    assertThat(keys.held("ed")).isEmpty();
  }

  @Test
  void unknownId_fetchesOnceMore_andFindsANewKey() {
    resolve("ed");
    server = () -> ok(ED25519, EC);
    pass(30);
    assertThat(resolve("ec")).isInstanceOf(Found.class);
    assertThat(fetches).hasValue(2);
  }

  @Test
  void unknownIds_fetchOnceIn30Seconds() {
    resolve("ed");
    for (int i = 0; i < 100; i++) {
      assertThat(resolve("unknown" + i)).isInstanceOf(Unknown.class);
    }
    assertThat(fetches).hasValue(1);
    pass(30);
    for (int i = 0; i < 100; i++) {
      assertThat(resolve("other" + i)).isInstanceOf(Unknown.class);
    }
    assertThat(fetches).hasValue(2);
  }

  @Test
  void idThatAFreshSetMissed_isNotSoughtAgainForFiveMinutes() {
    resolve("ed");
    pass(30);
    resolve("missing");
    assertThat(fetches).hasValue(2);
    pass(299);
    assertThat(resolve("missing")).isInstanceOf(Unknown.class);
    assertThat(fetches).hasValue(2);
    server = () -> ok(ED25519, EC.replace("'ec'", "'missing'"));
    pass(1);
    assertThat(resolve("missing")).isInstanceOf(Found.class);
  }

  @Test
  void missedIds_areBounded() {
    MissedIds missed = new MissedIds(10);
    for (int i = 0; i < 1000; i++) {
      missed.add("id" + i, 0);
    }
    assertThat(missed.size()).isEqualTo(10);
    assertThat(missed.contains("id999", 0)).isTrue();
    assertThat(missed.contains("id0", 0)).isFalse();
  }

  @Test
  void failedFirstFetch_isUnavailable_andTriedAgainAfter30Seconds() {
    server = () -> new Failed(Failure.DEADLINE);
    assertThat(resolve("ed")).isInstanceOf(Unavailable.class);
    server = () -> ok(ED25519);
    pass(29);
    assertThat(resolve("ed")).isInstanceOf(Unavailable.class);
    assertThat(fetches).hasValue(1);
    pass(1);
    assertThat(resolve("ed")).isInstanceOf(Found.class);
  }

  @Test
  void otherStatusThan200_isUnavailable() {
    for (int status : new int[] {204, 206, 301, 304, 404, 500}) {
      server = () -> new Body(status, set(ED25519), Map.of());
      assertThat(resolve("ed")).as("%d", status).isInstanceOf(Unavailable.class);
      pass(30);
    }
  }

  @Test
  void whatIsNoSet_isUntrusted() {
    server =
        () -> new Body(200, "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of());
    assertThat(resolve("ed")).isInstanceOf(Untrusted.class);
    assertThat(resolve("ed")).isInstanceOf(Untrusted.class);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void refusedAddressAndTooLargeSet_areUntrusted() {
    server = () -> new Refused(Refusal.ADDRESS);
    assertThat(resolve("ed")).isInstanceOf(Untrusted.class);
    pass(30);
    server = () -> new Failed(Failure.TOO_LARGE);
    assertThat(resolve("ed")).isInstanceOf(Untrusted.class);
  }

  @Test
  void failedRefetch_takesNothingFromTheHeldSet() {
    resolve("ed");
    pass(30);
    server = () -> new Body(200, new byte[0], Map.of());
    assertThat(resolve("ec")).isInstanceOf(Unknown.class);
    assertThat(resolve("ed")).isInstanceOf(Found.class);
    pass(1770);
    assertThat(resolve("ed")).isInstanceOf(Untrusted.class);
  }

  @Test
  void keyThatLeftTheSet_isUnknownAfterTheNextFetch() {
    resolve("ed");
    server = () -> ok(EC);
    pass(1800);
    assertThat(resolve("ed")).isInstanceOf(Unknown.class);
  }

  @Test
  void start_fetchesWithoutAnybodyWaiting_andAFailureIsMendedLater() {
    List<Runnable> begun = new ArrayList<>();
    RemoteKeys later = keys(begun::add);
    later.start();
    assertThat(later.answer("ed")).isInstanceOf(Unavailable.class);
    begun.forEach(Runnable::run);
    assertThat(later.held("ed")).isPresent();
    assertThat(fetches).hasValue(1);
  }

  @Test
  void fetchingThreadsThatHaveEnded_leaveNobodyWaiting() {
    RemoteKeys ended =
        keys(
            task -> {
              throw new RejectedExecutionException();
            });
    ended.start();
    assertThat(ended.seek("ed")).isDone();
    assertThat(ended.answer("ed")).isInstanceOf(Unavailable.class);
  }

  @Test
  void manyThreadsThatMeetAMiss_makeOneFetch() throws Exception {
    CountDownLatch go = hang();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      KeyResolver resolver = resolver(keys(threads), Duration.ofSeconds(5));
      List<Future<Resolution>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(threads.submit(() -> resolver.resolve("ed", MESSAGE)));
      }
      Thread.sleep(200);
      go.countDown();
      for (Future<Resolution> one : all) {
        assertThat(one.get()).isInstanceOf(Found.class);
      }
      assertThat(fetches).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void threadsThatWaitForAHangingFetch_giveUpInTime_andTooManyAtOnce() throws Exception {
    CountDownLatch go = hang();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      RemoteKeys hanging = keys(threads);
      KeyResolver resolver = resolver(hanging, Duration.ofMillis(300));
      long start = System.nanoTime();
      List<Future<Resolution>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(threads.submit(() -> resolver.resolve("ed", MESSAGE)));
      }
      for (Future<Resolution> one : all) {
        assertThat(one.get()).isInstanceOf(Unavailable.class);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      go.countDown();
      hanging.seek("ed").get(5, TimeUnit.SECONDS);
      assertThat(hanging.held("ed")).isPresent();
      assertThat(fetches).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void unknownId_isSoughtInAllSetsAtOnce_withinOneBound() throws Exception {
    CountDownLatch go = hang();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<HeldKeys> sets = List.of(keys(threads), keys(threads), keys(threads), keys(threads));
      KeyResolver resolver = new CombinedKeys(sets, Duration.ofMillis(500));
      long start = System.nanoTime();
      assertThat(resolver.resolve("unknown", MESSAGE)).isInstanceOf(Unavailable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(450), Duration.ofMillis(1500));
      assertThat(fetches).hasValue(4);
    } finally {
      go.countDown();
      threads.shutdownNow();
    }
  }

  @Test
  void heldKey_isFoundWhileAFetchHangs() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      RemoteKeys both = keys(threads);
      both.seek("ed").get(5, TimeUnit.SECONDS);
      pass(30);
      CountDownLatch go = hang();
      CompletableFuture<Void> search = both.seek("ec");
      assertThat(both.answer("ed")).isInstanceOf(Found.class);
      assertThat(search).isNotDone();
      go.countDown();
      search.get(5, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void fetchThatThrows_leavesTheNextOnePossible() {
    server =
        () -> {
          throw new IllegalStateException("broken");
        };
    assertThat(resolve("ed")).isInstanceOf(Unavailable.class);
    server = () -> ok(ED25519);
    assertThat(resolve("ed")).isInstanceOf(Unavailable.class);
    pass(30);
    assertThat(resolve("ed")).isInstanceOf(Found.class);
  }

  /** Lets the server answer no sooner than this is opened. */
  private CountDownLatch hang() {
    CountDownLatch go = new CountDownLatch(1);
    server =
        () -> {
          pause(go);
          return ok(ED25519);
        };
    return go;
  }

  private static void pause(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

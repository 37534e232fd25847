package dev.surety.signature.internal.key;

import static dev.surety.signature.internal.key.JwkFixture.ED25519;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.KeyResolver;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.KeyResolver.Resolution;
import dev.surety.signature.KeyResolver.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who fetches a remote set, who waits for it, and how long. */
class RemoteKeysWaitTest extends RemoteSets {

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

package dev.surety.replay.internal;

import static dev.surety.replay.Acceptance.AT_CAPACITY;
import static dev.surety.replay.Acceptance.FRESH;
import static dev.surety.replay.Acceptance.REPLAYED;
import static dev.surety.replay.internal.ReplayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.replay.Acceptance;
import dev.surety.replay.KeyId;
import dev.surety.replay.ReplayStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many callers on two instances; the same harness finds what is wrong with asking first. */
class RaceStoreTest extends SharedNonces {

  private static final int THREADS = 8;

  private final String application = "race-" + UUID.randomUUID();
  private final KeyId key = new KeyId("issuer", "hot");

  /** What a contestant does with one nonce. */
  private interface Contestant {
    Acceptance present(int thread, int nonce) throws Exception;
  }

  @Test
  void twoInstances_acceptEachOfManyNoncesOnce() throws Exception {
    try (StoredReplay one = store(Map.of());
        StoredReplay two = store(Map.of())) {
      AtomicIntegerArray fresh =
          race(
              2 * THREADS,
              5_000,
              (thread, nonce) -> of(thread, one, two).accept(key, "n" + nonce, SOON));
      assertThat(moreThanOnce(fresh)).isZero();
      assertThat(sum(fresh)).isEqualTo(5_000);
      assertLive(one, two, key, 5_000);
    }
  }

  @Test
  void oneNonceWithManyExpiries_isAcceptedOnce() throws Exception {
    try (StoredReplay one = store(Map.of());
        StoredReplay two = store(Map.of())) {
      AtomicIntegerArray fresh =
          race(
              2 * THREADS,
              500,
              (thread, nonce) ->
                  of(thread, one, two)
                      .accept(key, "e" + nonce, SOON.minusSeconds(17L * (thread / 2))));
      assertThat(moreThanOnce(fresh)).isZero();
      assertThat(sum(fresh)).isEqualTo(500);
      assertLive(one, two, key, 500);
    }
  }

  @Test
  void askingBeforeWriting_acceptsNoncesMoreThanOnce() throws Exception {
    fixture.execute("CREATE TABLE naive (nonce text)");
    AtomicIntegerArray fresh = race(THREADS, 300, this::askThenWrite);
    assertThat(moreThanOnce(fresh)).isPositive();
  }

  @Test
  void capacity_isExactUnder64Threads_andOfItsKeyOnly() throws Exception {
    Map<String, String> config = Map.of("surety.replay.cap", "1000");
    KeyId calm = new KeyId("issuer", "calm");
    try (StoredReplay one = store(config);
        StoredReplay two = store(config)) {
      AtomicIntegerArray fresh =
          race(
              64,
              50,
              (thread, nonce) -> {
                ReplayStore store = of(thread, one, two);
                if (nonce == 25) {
                  assertThat(store.accept(calm, "c" + thread, SOON)).isEqualTo(FRESH);
                }
                Acceptance answer = store.accept(key, thread + "-" + nonce, SOON);
                assertThat(answer).isIn(FRESH, AT_CAPACITY);
                return answer;
              });
      assertThat(sum(fresh)).isEqualTo(1_000);
      assertLive(one, two, key, 1_000);
      assertLive(one, two, calm, 64);
      assertThat(two.atCapacity(key)).isTrue();
      assertThat(two.atCapacity(calm)).isFalse();
    }
  }

  @Test
  void capacity_isExactUnder64Threads_onOneInstance() throws Exception {
    try (StoredReplay one = store(Map.of("surety.replay.cap", "1000"))) {
      AtomicIntegerArray fresh =
          race(64, 50, (thread, nonce) -> one.accept(key, thread + "-" + nonce, SOON));
      assertThat(sum(fresh)).isEqualTo(1_000);
      one.settle();
      assertThat(one.liveCount(key)).isEqualTo(1_000);
    }
  }

  @Test
  void counters_areExactAfterRacesOfManyKeys() throws Exception {
    try (StoredReplay one = store(Map.of());
        StoredReplay two = store(Map.of())) {
      AtomicIntegerArray fresh =
          race(
              2 * THREADS,
              1_000,
              (thread, nonce) ->
                  of(thread, one, two).accept(KeyId.of("key-" + nonce % 50), "n" + nonce, SOON));
      assertThat(sum(fresh)).isEqualTo(1_000);
      for (int i = 0; i < 50; i++) {
        assertLive(one, two, KeyId.of("key-" + i), 20);
      }
    }
  }

  /** The instances in turn. */
  private static ReplayStore of(int thread, ReplayStore one, ReplayStore two) {
    return thread % 2 == 0 ? one : two;
  }

  /** How often each nonce was fresh, after every thread has presented every one. */
  private static AtomicIntegerArray race(int threads, int nonces, Contestant contestant)
      throws Exception {
    AtomicIntegerArray fresh = new AtomicIntegerArray(nonces);
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<Object>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      running.add(
          pool.submit(
              () -> {
                start.await();
                for (int nonce = 0; nonce < nonces; nonce++) {
                  if (contestant.present(thread, nonce) == FRESH) {
                    fresh.incrementAndGet(nonce);
                  }
                }
                return thread;
              }));
    }
    pool.shutdown();
    for (Future<Object> one : running) {
      one.get();
    }
    return fresh;
  }

  private Acceptance askThenWrite(int thread, int nonce) throws SQLException {
    try (Connection connection = fixture.connection();
        PreparedStatement ask = connection.prepareStatement("SELECT 1 FROM naive WHERE nonce = ?");
        PreparedStatement write = connection.prepareStatement("INSERT INTO naive VALUES (?)")) {
      ask.setString(1, "n" + nonce);
      if (ask.executeQuery().next()) {
        return REPLAYED;
      }
      write.setString(1, "n" + nonce);
      write.executeUpdate();
      return FRESH;
    }
  }

  /** Each knows of the other's when its counter is settled, which a locked one is the next time. */
  private static void assertLive(StoredReplay one, StoredReplay two, KeyId key, long nonces) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    do {
      one.settle();
      two.settle();
    } while ((one.liveCount(key) != nonces || two.liveCount(key) != nonces)
        && System.nanoTime() - end < 0);
    assertThat(one.liveCount(key)).isEqualTo(nonces);
    assertThat(two.liveCount(key)).isEqualTo(nonces);
  }

  private static long moreThanOnce(AtomicIntegerArray fresh) {
    return IntStream.range(0, fresh.length()).filter(i -> fresh.get(i) > 1).count();
  }

  private static long sum(AtomicIntegerArray fresh) {
    return IntStream.range(0, fresh.length()).map(fresh::get).sum();
  }

  private StoredReplay store(Map<String, String> config) {
    return fixture.instance(application, config);
  }
}

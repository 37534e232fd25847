package dev.surety.webhook.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sixteen settlers and probers at once. */
class CircuitRaceStoreTest {

  private static final int THREADS = 16;
  private static final Duration LEASE = Duration.ofMinutes(10);

  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
  private ReceiversFixture fixture;
  private CircuitStore store;
  private UUID circuit;

  @BeforeEach
  void open() {
    fixture = new ReceiversFixture(TestDatabase.shared());
    store = fixture.circuits();
    circuit = fixture.ids.key("", "raced");
  }

  @AfterEach
  void close() {
    pool.shutdownNow();
    fixture.close();
  }

  @Test
  void failuresOfSixteenThreads_openIt_once() throws Exception {
    assertThat(all(this::settleFailure)).isOne();
    assertThat(fixture.text("SELECT state || failures FROM surety_webhook_circuit"))
        .isEqualTo("open5");
  }

  @Test
  void sixteenProbers_neverHoldTwoLeases_andClosingIsToldOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      settleFailure();
    }
    fixture.at(Duration.ofSeconds(90));
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger probes = new AtomicInteger();
    int closed = all(() -> probeUntilClosed(holders, most, probes));
    assertThat(closed).isOne();
    assertThat(most.get()).isOne();
    assertThat(probes.get()).isEqualTo(2);
  }

  @Test
  void sixteenProbersAtOnce_takeOneLease() throws Exception {
    for (int i = 0; i < 5; i++) {
      settleFailure();
    }
    fixture.at(Duration.ofSeconds(90));
    CyclicBarrier together = new CyclicBarrier(THREADS);
    int leases =
        all(
            () -> {
              together.await(30, TimeUnit.SECONDS);
              return fixture.probe(circuit, LEASE) == null ? 0 : 1;
            });
    assertThat(leases).isOne();
  }

  @Test
  void mixedSettlesOfSeveralCircuits_neverLockEachOtherOut() throws Exception {
    List<UUID> circuits = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      circuits.add(fixture.ids.key("", "mixed" + i));
    }
    all(
        () -> {
          Random random = new Random();
          for (int round = 0; round < 20; round++) {
            List<CircuitResult> results = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
              UUID one = circuits.get(random.nextInt(circuits.size()));
              boolean success = random.nextInt(3) > 0;
              results.add(new CircuitResult(one, "", "mixed", success, true, null, "timeout"));
            }
            fixture.inTransaction(() -> store.settle(results));
          }
          return 0;
        });
  }

  private int probeUntilClosed(AtomicInteger holders, AtomicInteger most, AtomicInteger probes) {
    for (int round = 0; round < 40; round++) {
      UUID lease = fixture.probe(circuit, LEASE);
      if (lease != null) {
        most.accumulateAndGet(holders.incrementAndGet(), Math::max);
        probes.incrementAndGet();
        LockSupport.parkNanos(20_000_000);
        // given back before the settle, after which another may hold it
        holders.decrementAndGet();
        CircuitResult proof = new CircuitResult(circuit, "", "raced", true, true, lease, "");
        int closed = fixture.inTransaction(() -> store.settle(List.of(proof))).size();
        if (closed > 0) {
          return closed;
        }
      }
    }
    return 0;
  }

  private int settleFailure() {
    CircuitResult failure =
        new CircuitResult(circuit, "", "raced", false, true, null, "connection");
    return fixture.inTransaction(() -> store.settle(List.of(failure))).size();
  }

  private int all(Callable<Integer> work) throws Exception {
    List<Future<Integer>> runs = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      runs.add(pool.submit(work));
    }
    int sum = 0;
    for (Future<Integer> run : runs) {
      sum += run.get(60, TimeUnit.SECONDS);
    }
    return sum;
  }
}

package dev.surety.idempotency.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.WildFlyProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two servers with one application on one database, racing for keys and taking over from each
 * other.
 *
 * <p>{@code -Dslow=true} for the race over 10,000 keys.
 */
class TwoInstancesProcessIT {

  private static final System.Logger LOG = System.getLogger(TwoInstancesProcessIT.class.getName());
  private static final boolean SLOW = Boolean.getBoolean("slow");
  private static final Duration PAST_LEASE = Duration.ofSeconds(ShopWar.LEASE_SECONDS + 1);

  private static WildFlyProcess one;
  private static WildFlyProcess two;

  @BeforeAll
  static void start() {
    one = WildFlyProcess.start("two-one", ShopWar.named("two.war"));
    two = WildFlyProcess.start("two-two", ShopWar.named("two.war"));
    Ledger warm = new Ledger();
    try (Load load = new Load(warm, 4, orders(one), orders(two))) {
      load.awaitSuccesses(100);
    }
  }

  @AfterAll
  static void close() {
    one.close();
    two.close();
  }

  @AfterEach
  void wakeUp() {
    one.cont();
  }

  @Test
  void sameKeyFrom32Threads_runsOnceAndAnswersAllAlike() throws Exception {
    Ledger ledger = new Ledger();
    new Race(ledger, 32, SLOW ? 10_000 : 300, orders(one), orders(two)).run();
    LOG.log(System.Logger.Level.INFO, "race: replies by status {0}", ledger.statuses());
    assertThat(ledger.statuses()).containsOnlyKeys(201, 409);
    Load.repeatAll(ledger, orders(one), orders(two));
    assertThat(ledger.violations(OrderTable.runs())).isEmpty();
  }

  @Test
  void stoppedOwner_isOvertakenAndRolledBack() throws Exception {
    String key = Client.newKey();
    CompletableFuture<Reply> slow = stopWithin(orders(one), key, Pauses.IN_HANDLER);
    Reply other = Client.post(orders(two), key);
    assertThat(other.isSuccess()).isTrue();
    one.cont();
    Reply woken = slow.join();
    assertThat(woken.isProblem(409, "run-lost")).as(woken.toString()).isTrue();
    assertThat(OrderTable.runs(key)).containsExactly(other.body());
    assertThat(Client.post(orders(one), key)).matches(Reply::replayed);
    assertThat(Client.post(orders(one), key).body()).isEqualTo(other.body());
  }

  @Test
  void stoppedOwnerAtLeastOnce_isOvertakenAndDoesNotPassItsAnswerOff() throws Exception {
    String key = Client.newKey();
    URI address = one.uri("api/orders/at-least-once");
    CompletableFuture<Reply> slow = stopWithin(address, key, Pauses.IN_HANDLER);
    Reply other = Client.post(two.uri("api/orders/at-least-once"), key);
    one.cont();
    Reply woken = slow.join();
    assertThat(woken.isProblem(409, "run-lost")).as(woken.toString()).isTrue();
    assertThat(Client.post(address, key).body()).isEqualTo(other.body());
  }

  @Test
  void ownerStoppedBeforeItsCommit_keepsItsKeyAndItsAnswer() throws Exception {
    String key = Client.newKey();
    CompletableFuture<Reply> slow = stopWithin(orders(one), key, Pauses.BEFORE_COMMIT);
    Reply other = Client.post(orders(two), key);
    assertThat(other.isProblem(409, "in-flight")).as(other.toString()).isTrue();
    one.cont();
    Reply woken = slow.join();
    assertThat(woken.isSuccess()).as(woken.toString()).isTrue();
    assertThat(OrderTable.runs(key)).containsExactly(woken.body());
    assertThat(Client.post(orders(two), key).body()).isEqualTo(woken.body());
  }

  /** A flush may stand still between its claims and its commit; nobody else may stand with it. */
  @Test
  void instanceStoppedUnderLoad_otherOneServes() {
    Ledger ledger = new Ledger();
    try (Load load = new Load(ledger, 8, orders(one), orders(two))) {
      for (int i = 0; i < (SLOW ? 20 : 3); i++) {
        load.awaitSuccesses(50);
        one.stop();
        Sleep.millis(PAST_LEASE.toMillis());
        List<Reply> fresh = freshOrders(orders(two), 10);
        one.cont();
        assertThat(fresh).allMatch(Reply::isSuccess);
      }
    }
    Load.repeatAll(ledger, orders(one), orders(two));
    LOG.log(System.Logger.Level.INFO, "stops: replies by status {0}", ledger.statuses());
    assertThat(ledger.violations(OrderTable.runs())).isEmpty();
  }

  @Test
  void ownerPausedBeforeItsCommit_delaysNobodyAndItsDuplicatesAreToldAtOnce() {
    Duration usual = median(freshOrders(orders(one), 40));
    String key = Client.newKey();
    CompletableFuture<Reply> paused =
        Client.send(orders(one), key, Map.of(Pauses.BEFORE_COMMIT, "10000"));
    Await.until("the owner pauses", () -> isPausing(key));
    // at the same time, so that they would meet in a flush
    CompletableFuture<List<Reply>> duplicating =
        CompletableFuture.supplyAsync(() -> postUntil(paused::isDone, () -> key));
    List<Reply> others = postUntil(paused::isDone, Client::newKey);
    List<Reply> duplicates = duplicating.join();
    // the last one may have come when the pause was over
    duplicates.remove(duplicates.size() - 1);
    report(usual, duplicates, others);

    assertThat(paused.join().took()).isGreaterThan(Duration.ofSeconds(10));
    assertThat(OrderTable.runs(key)).containsExactly(paused.join().body());
    assertThat(duplicates).hasSizeGreaterThan(20);
    assertThat(duplicates).allMatch(reply -> reply.isProblem(409, "in-flight"));
    assertThat(duplicates).allMatch(reply -> reply.retryAfter().equals("1"));
    assertThat(median(duplicates)).isLessThan(Duration.ofMillis(100));
    assertThat(others).allMatch(Reply::isSuccess);
    // one wait for the locked row would take 50 ms
    assertThat(median(others)).isLessThan(usual.plusMillis(40));
  }

  /** Stops the first server in the middle of a request until its lease has run out. */
  private static CompletableFuture<Reply> stopWithin(URI address, String key, String pause) {
    CompletableFuture<Reply> slow = Client.send(address, key, Map.of(pause, "3000"));
    Await.until("the request is in its pause", () -> isPausing(key));
    one.stop();
    Sleep.millis(PAST_LEASE.toMillis());
    assertThat(slow).isNotDone();
    return slow;
  }

  private static boolean isPausing(String key) {
    return Client.get(one.uri("api/orders/pausing?key=" + key)).equals("true");
  }

  /** Posts to both servers in turn. */
  private static List<Reply> postUntil(BooleanSupplier over, Supplier<String> keys) {
    List<Reply> replies = new ArrayList<>();
    while (!over.getAsBoolean()) {
      replies.add(Client.post(orders(replies.size() % 2 == 0 ? one : two), keys.get()));
      Sleep.millis(20);
    }
    return replies;
  }

  private static void report(Duration usual, List<Reply> duplicates, List<Reply> others) {
    LOG.log(
        System.Logger.Level.INFO,
        "medians: usual {0}; during the pause {1} duplicates {2}, {3} others {4}",
        usual,
        duplicates.size(),
        median(duplicates),
        others.size(),
        median(others));
  }

  private static List<Reply> freshOrders(URI address, int count) {
    return Stream.generate(() -> Client.post(address, Client.newKey())).limit(count).toList();
  }

  private static Duration median(List<Reply> replies) {
    return replies.stream().map(Reply::took).sorted().toList().get(replies.size() / 2);
  }

  private static URI orders(WildFlyProcess server) {
    return server.uri("api/orders/exactly-once");
  }
}

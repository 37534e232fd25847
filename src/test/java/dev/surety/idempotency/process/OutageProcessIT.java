package dev.surety.idempotency.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.surety.testing.TestDatabase;
import dev.surety.testing.TestWar;
import dev.surety.testing.WildFlyProcess;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server without its database: frozen, stopped, or every connection taken. */
class OutageProcessIT {

  private static final System.Logger LOG = System.getLogger(OutageProcessIT.class.getName());

  /** Two seconds for Surety to wait, and what a busy machine adds. */
  private static final Duration DEADLINE = Duration.ofSeconds(4);

  private static final int UUID = 36;

  private static final TestDatabase DATABASE = TestDatabase.shared();

  private static WildFlyProcess server;
  private static URI orders;

  @BeforeAll
  static void start() {
    assumeTrue(DATABASE.kind() != TestDatabase.Kind.URL, "the database is not ours to harm");
    TestWar war =
        ShopWar.named("outage.war")
            .config(Map.of("surety.patience", "PT2S", "surety.statement-deadline", "PT2S"))
            .classes(Callers.class);
    server = WildFlyProcess.start("outage", war);
    orders = server.uri("api/orders/exactly-once");
    try (Load load = new Load(new Ledger(), 4, orders)) {
      load.awaitSuccesses(50);
    }
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void frozenDatabase_answersUnavailableInTimeAndLetsNothingThrough() {
    String answered = Client.newKey();
    Reply earlier = Client.post(orders, answered);
    List<String> keys = newKeys(10);
    DATABASE.freeze();
    try {
      assertUnavailable(postAll(orders, keys));
      Sleep.millis(1_000);
      // the flushers hang by now, and a replay cannot be looked up either
      assertUnavailable(postAll(orders, newKeys(10)));
      assertUnavailable(List.of(Client.post(orders, answered)));
    } finally {
      DATABASE.thaw();
    }
    assertServesAgain(keys);
    assertThat(Client.post(orders, answered).body()).isEqualTo(earlier.body());
  }

  @Test
  void stoppedDatabase_answersUnavailableInTimeAndLetsNothingThrough() {
    assumeTrue(DATABASE.kind() == TestDatabase.Kind.EMBEDDED, "a container would change its port");
    List<String> keys = newKeys(10);
    DATABASE.stop();
    try {
      assertUnavailable(postAll(orders, keys));
    } finally {
      DATABASE.restart();
    }
    assertServesAgain(keys);
  }

  @Test
  void databaseFrozenAndRestartedUnderLoad_leavesOneRowAndOneAnswerPerKey() {
    // the shop's own statements fail too, and it does nothing about it
    Ledger ledger = new Ledger(500);
    try (Load load = new Load(ledger, 8, orders)) {
      load.awaitSuccesses(50);
      DATABASE.freeze();
      Sleep.millis(3_000);
      DATABASE.thaw();
      for (int i = 0; i < 3 && DATABASE.kind() == TestDatabase.Kind.EMBEDDED; i++) {
        load.awaitSuccesses(50);
        DATABASE.restart();
      }
      load.awaitSuccesses(50);
    } finally {
      DATABASE.thaw();
    }
    Load.repeatAll(ledger, orders);
    LOG.log(System.Logger.Level.INFO, "outages: replies by status {0}", ledger.statuses());
    assertThat(ledger.violations(OrderTable.runs())).isEmpty();
    assertThat(ledger.bodies(500)).noneMatch(body -> body.contains("surety"));
  }

  @Test
  void callersHoldingEveryConnection_getAnAnswerOrUnavailable() {
    for (String call : List.of("reserve", "once")) {
      List<String> keys = newKeys(Callers.POOL);
      URI callers = server.uri("api/callers/" + call);
      List<Reply> replies = postAll(callers, keys);
      LOG.log(System.Logger.Level.INFO, "{0} with every connection taken: {1}", call, replies);
      assertThat(replies)
          .allMatch(reply -> reply.body().matches("20 (unavailable|Reserved|.{36})"));
      assertThat(replies).allMatch(reply -> reply.took().compareTo(Duration.ofSeconds(8)) < 0);
      assertThat(Client.post(orders, Client.newKey())).matches(Reply::isSuccess);
      for (int i = 0; i < keys.size(); i++) {
        String got = replies.get(i).body().substring("20 ".length());
        List<String> rows = got.length() == UUID ? List.of(got) : List.of();
        assertThat(OrderTable.runs(keys.get(i))).isEqualTo(rows);
      }
    }
  }

  private static void assertServesAgain(List<String> keys) {
    assertThat(OrderTable.runs()).doesNotContainKeys(keys.toArray(String[]::new));
    Ledger ledger = new Ledger();
    keys.forEach(key -> Load.order(ledger, List.of(orders), key));
    keys.forEach(key -> Load.order(ledger, List.of(orders), key));
    assertThat(ledger.violations(OrderTable.runs())).isEmpty();
  }

  private static void assertUnavailable(List<Reply> replies) {
    LOG.log(
        System.Logger.Level.INFO,
        "unavailable after at most {0}",
        replies.stream().map(Reply::took).max(Duration::compareTo).orElseThrow());
    assertThat(replies).allMatch(reply -> reply.isProblem(503, "unavailable"));
    assertThat(replies).allMatch(reply -> reply.retryAfter().equals("1"));
    assertThat(replies).allMatch(reply -> reply.took().compareTo(DEADLINE) < 0);
  }

  private static List<Reply> postAll(URI address, List<String> keys) {
    List<CompletableFuture<Reply>> sent =
        keys.stream().map(key -> Client.send(address, key, Map.of())).toList();
    return sent.stream().map(CompletableFuture::join).toList();
  }

  private static List<String> newKeys(int count) {
    return IntStream.range(0, count).mapToObj(i -> Client.newKey()).toList();
  }
}

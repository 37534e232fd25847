package dev.surety.webhook.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.process.Audit.Reason;
import dev.surety.webhook.process.History.Interruption;
import dev.surety.webhook.process.History.Order;
import dev.surety.webhook.process.HookDesk.Fate;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one of two instances leaves undone when it is killed or stopped, the other does. */
abstract class HandoverTests {

  private static final System.Logger LOG = System.getLogger(HandoverTests.class.getName());
  private static final boolean SLOW = Boolean.getBoolean("slow");

  private final TwoInstances two;

  HandoverTests(TwoInstances two) {
    this.two = two;
  }

  @BeforeEach
  void revive() {
    two.revive();
  }

  @Test
  void instanceThatDiesAtTheCommit_isSurvivedByItsMessage() {
    assertThat(two.one().order(1, "died", two.sink().uri("died"), Fate.COMMIT_AND_DIE)).isZero();
    List<Order> orders = two.database().orders(1, 1);
    assertThat(orders).hasSize(1);
    Patience.until("the other delivers", () -> two.sink().count("died") > 0);
    assertThat(two.sink().arrivals(List.of("died")))
        .singleElement()
        .satisfies(
            arrival -> {
              assertThat(arrival.sender()).isEqualTo(two.two().name());
              assertThat(arrival.webhookId()).isEqualTo(orders.get(0).webhookId());
            });
    two.one().server().restart();
    two.awaitEmptyQueue();
    assertThat(two.sink().count("died")).isEqualTo(1);
  }

  @Test
  void instanceStoppedPastItsLeases_losesThemToTheOther_andDoesNoHarmWhenItWakes() {
    Instance stopped = two.one();
    CountDownLatch woken = new CountDownLatch(1);
    SenderKeys keys = two.keys();
    two.sink()
        .script(
            "stopped",
            (hook, line) -> {
              if (hook.sender(keys).equals(stopped.name())) {
                // a connection that ends unanswered tempts it to send once more
                return woken.await(1, TimeUnit.MINUTES) && line.reset();
              }
              return line.status(200);
            });
    URI url = two.sink().uri("stopped");
    two.two().server().stop();
    Instant from;
    try {
      Ordering.orderInSequence(stopped, url, 100, 10, "stopped");
      Ordering.order(stopped, url, 110, 2 * Instance.IN_FLIGHT);
      Patience.until("it is busy", () -> two.sink().count("stopped") >= Instance.IN_FLIGHT / 2);
      from = Instant.now();
      stopped.server().stop();
    } finally {
      two.two().server().cont();
    }
    int arrived;
    long steps;
    try {
      two.awaitEmptyQueue();
    } finally {
      arrived = two.sink().count("stopped");
      steps = two.database().number("SELECT count(*) FROM hook_claim");
      woken.countDown();
      Patience.sleep(300);
      stopped.server().cont();
    }
    Instant to = Instant.now();
    // for its heartbeat, its answers, what it had claimed and not sent, and a further claim
    Patience.sleep(Instance.LEASE.plusSeconds(1).toMillis());
    assertThat(two.sink().count("stopped")).isEqualTo(arrived);
    assertThat(two.database().number("SELECT count(*) FROM hook_claim")).isEqualTo(steps);
    assertThat(
            two.database().number("SELECT count(*) FROM surety_webhook_message WHERE ended <> ''"))
        .isZero();
    Audit audit =
        Audit.of(
            two.history(
                List.of("stopped"), 100, 199, List.of(new Interruption(stopped.name(), from, to))));
    LOG.log(System.Logger.Level.INFO, "stopped: {0} arrivals, {1}", arrived, audit.reasons());
    assertThat(audit.violations()).isEmpty();
    assertThat(audit.reasons()).containsKey(Reason.INTERRUPTED);
  }

  @Test
  void receiverKilledWhileItHandles_hasOneEffectPerMessage() {
    Instance receiver = two.two();
    two.forwarder().target(receiver.server().uri("").getPort());
    URI url = URI.create("http://127.0.0.1:" + two.forwarder().port() + "/hooks/api/received");
    int many = 30;
    for (int kill = 0; kill < (SLOW ? 5 : 1); kill++) {
      Ordering.order(two.one(), url, 200 + kill * many, many);
      Patience.until("it handles some", () -> handling(receiver) >= 2);
      receiver.server().restart();
      two.awaitEmptyQueue();
    }
    List<String> effects =
        two.database().rows("SELECT webhook_id FROM hook_effect", r -> r.getString(1));
    List<String> orders = two.database().orders(200, 400).stream().map(Order::webhookId).toList();
    assertThat(effects).containsExactlyInAnyOrderElementsOf(orders);
    long takeovers = two.database().number("SELECT count(*) FROM hook_effect WHERE takeover");
    LOG.log(System.Logger.Level.INFO, "receiver: {0} taken over from the killed one", takeovers);
    // the kill hit something
    assertThat(takeovers).isPositive();
  }

  /** How many webhooks it handles now. */
  private long handling(Instance receiver) {
    return two.database()
        .number(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
                + " AND query LIKE '%hook_effect%' AND application_name = '"
                + receiver.name()
                + "'");
  }
}

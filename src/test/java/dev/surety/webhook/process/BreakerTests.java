package dev.surety.webhook.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dead receiver among healthy ones, for two instances, one of which is stopped and killed. */
abstract class BreakerTests {

  private static final System.Logger LOG = System.getLogger(BreakerTests.class.getName());

  private static final String DEAD = "dead";
  private static final String OF_DEAD = " WHERE key LIKE '%/dead'";
  private static final int DEAD_EVENTS = 300;
  private static final int HEALTHY = 20;
  private static final int HEALTHY_EVENTS = 400;

  private final TwoInstances two;

  BreakerTests(TwoInstances two) {
    this.two = two;
  }

  @BeforeEach
  void revive() {
    two.revive();
  }

  /** One test, because each step needs what the one before it has left. */
  @Test
  void deadReceiver_isLeftAloneByAll_probedByOneAtATime_andServedOnceItLives() {
    for (int warmUp = 0; warmUp < 3; warmUp++) {
      healthyMillis(10_000 + warmUp * HEALTHY_EVENTS);
    }
    long alone = healthyMillis(20_000);
    two.sink().script(DEAD, (hook, line) -> line.status(503));
    Ordering.order(two.one(), two.sink().uri(DEAD), 40_000, DEAD_EVENTS);
    Patience.until("it is open", () -> count("hook_circuit", " AND state = 'open'") > 0);
    Instant opened =
        two.database()
            .rows("SELECT min(at) FROM hook_circuit" + OF_DEAD, row -> HookDatabase.time(row, 1))
            .get(0);
    long beside = healthyMillis(30_000);
    LOG.log(
        System.Logger.Level.INFO,
        "{0} healthy deliveries took {1} ms without a dead receiver and {2} ms beside it: {3} %",
        HEALTHY_EVENTS,
        alone,
        beside,
        100 * alone / beside);
    Patience.until("it is probed again and again", () -> count("hook_probe", "") >= 3);
    assertFewRequests(opened);
    stopTheProber();
    killTheProber();
    two.sink().script(DEAD, (hook, line) -> line.status(200));
    two.awaitEmptyQueue();
    assertThat(count("hook_probe", " AND while_probed")).isZero();
    assertThat(count("hook_news", " AND what = 'opened'")).isEqualTo(1);
    assertThat(count("hook_news", " AND what = 'closed'")).isEqualTo(1);
    assertThat(two.sink().arrivals(List.of(DEAD)).stream().filter(one -> one.accepted()))
        .hasSize(DEAD_EVENTS);
  }

  /** How long it takes until all of them have arrived. */
  private long healthyMillis(long first) {
    int before = arrivedHealthy();
    long start = System.nanoTime();
    Ordering.orderAll(numbers(first), two.one(), healthy());
    Patience.until(
        "the healthy ones get all of theirs", () -> arrivedHealthy() - before >= HEALTHY_EVENTS);
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  /** A stopped prober's lease ends, and what it says when it wakes is of no account. */
  private void stopTheProber() {
    Instance prober = holdNextProbe();
    prober.server().stop();
    try {
      long before = count("hook_probe", "");
      Patience.until("the other probes", () -> count("hook_probe", "") >= before + 2);
    } finally {
      prober.server().cont();
    }
    assertThat(count("hook_probe", " AND while_probed")).isZero();
  }

  private void killTheProber() {
    Instance prober = holdNextProbe();
    long before = count("hook_probe", "");
    prober.server().kill();
    Patience.until("the other probes", () -> count("hook_probe", "") > before);
  }

  /** Waits for a probe that gets no answer; tells who waits for one. */
  private Instance holdNextProbe() {
    two.sink().script(DEAD, (hook, line) -> line.silence(3 * Instance.DEADLINE.toMillis()));
    int before = two.sink().count(DEAD);
    Patience.until("somebody probes", () -> two.sink().count(DEAD) > before);
    two.sink().script(DEAD, (hook, line) -> line.status(503));
    String sender = two.sink().hooks(DEAD).get(before).sender(two.keys());
    return two.all().stream().filter(one -> one.name().equals(sender)).findFirst().orElseThrow();
  }

  private void assertFewRequests(Instant opened) {
    // what was claimed when it opened has been answered, given back or has run out of time by then
    Instant quiet = opened.plus(Instance.DEADLINE);
    List<Instant> arrivals = two.sink().hooks(DEAD).stream().map(Hook::at).toList();
    long early = arrivals.stream().filter(at -> !at.isAfter(quiet)).count();
    long probes = count("hook_probe", "");
    long pauses = Duration.between(opened, Instant.now()).dividedBy(Instance.BREAKER_PAUSE) + 1;
    LOG.log(
        System.Logger.Level.INFO,
        "dead receiver: {0} requests until just after it opened, {1} later; {2} probes, {3} pauses",
        early,
        arrivals.size() - early,
        probes,
        pauses);
    assertThat(probes).isBetween(1L, pauses);
    assertThat(arrivals.size() - early).isLessThanOrEqualTo(probes);
    long claimed = two.all().size() * (long) (Instance.IN_FLIGHT + Instance.BATCH);
    assertThat(early - probes).isLessThanOrEqualTo(Instance.BREAKER_FAILURES + claimed);
    assertWaitingUsesNoAttempt();
  }

  private void assertWaitingUsesNoAttempt() {
    List<long[]> counted =
        two.database()
            .rows(
                "SELECT (SELECT sum(attempts) FROM surety_webhook),"
                    + " (SELECT count(*) FROM surety_webhook_log WHERE url LIKE '%/dead')",
                row -> new long[] {row.getLong(1), row.getLong(2)});
    assertThat(counted.get(0)[0]).isEqualTo(counted.get(0)[1]);
    assertThat(counted.get(0)[1]).isLessThanOrEqualTo(two.sink().count(DEAD));
  }

  private long count(String table, String condition) {
    return two.database().number("SELECT count(*) FROM " + table + OF_DEAD + condition);
  }

  private int arrivedHealthy() {
    return IntStream.range(0, HEALTHY).map(i -> two.sink().count("healthy-" + i)).sum();
  }

  private List<URI> healthy() {
    return Stream.iterate(0, i -> i + 1)
        .limit(HEALTHY)
        .map(i -> two.sink().uri("healthy-" + i))
        .toList();
  }

  private static List<Long> numbers(long first) {
    return LongStream.range(first, first + HEALTHY_EVENTS).boxed().toList();
  }
}

package dev.surety.idempotency.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.process.Ledger.Fault;
import dev.surety.idempotency.process.Ledger.Violation;
import dev.surety.testing.WildFlyProcess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server killed at random instants under load, again and again.
 *
 * <p>The naive double is killed in the same runs, so that the audit is known to notice what it is
 * made for. {@code -Dslow=true} for 30 kills.
 */
class CrashProcessIT {

  private static final System.Logger LOG = System.getLogger(CrashProcessIT.class.getName());
  private static final int KILLS = Boolean.getBoolean("slow") ? 30 : 5;
  private static final int CLIENTS = 8;

  private static final Ledger ONCE = new Ledger();
  private static final Ledger NAIVE = new Ledger();

  private static long takenOverBefore;

  @BeforeAll
  static void killAndRetry() {
    try (WildFlyProcess server = WildFlyProcess.start("crash", ShopWar.named("crash.war"))) {
      URI once = server.uri("api/orders/exactly-once");
      URI naive = server.uri("api/orders/naive");
      takenOverBefore = OrderTable.takenOver();
      try (Load guarded = new Load(ONCE, CLIENTS, once);
          Load unguarded = new Load(NAIVE, CLIENTS, naive)) {
        killRepeatedly(server, guarded);
      }
      Load.repeatAll(ONCE, once);
      Load.repeatAll(NAIVE, naive);
    }
  }

  @Test
  void killedServer_leavesOneRowAndOneAnswerPerKey() {
    assertThat(audit("exactly once", ONCE)).isEmpty();
    long takenOver = OrderTable.takenOver() - takenOverBefore;
    LOG.log(System.Logger.Level.INFO, "{0} keys were taken over from a killed run", takenOver);
    // the kills hit something
    assertThat(takenOver).isPositive();
  }

  @Test
  void killedNaiveDouble_isCaughtWithSecondEffects() {
    List<Violation> violations = audit("naive double", NAIVE);
    assertThat(violations).isNotEmpty();
    // and for nothing else than what it does wrong
    assertThat(violations).extracting(Violation::fault).containsOnly(Fault.SECOND_EFFECT);
  }

  private static void killRepeatedly(WildFlyProcess server, Load load) {
    long seed = System.nanoTime();
    LOG.log(System.Logger.Level.INFO, "{0} kills at random instants, seed {1}", KILLS, seed);
    Random random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      load.awaitSuccesses(2 * CLIENTS);
      Sleep.millis(random.nextInt(1_500));
      server.restart();
    }
    load.awaitSuccesses(2 * CLIENTS);
  }

  private static List<Violation> audit(String name, Ledger ledger) {
    Map<String, List<String>> runs = OrderTable.runs();
    List<Violation> violations = ledger.violations(runs);
    LOG.log(
        System.Logger.Level.INFO,
        "{0}: {1} keys, replies by status {2}, {3} violations",
        name,
        ledger.keys().size(),
        ledger.statuses(),
        violations.size());
    return violations;
  }
}

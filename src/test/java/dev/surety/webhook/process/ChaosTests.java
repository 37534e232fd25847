package dev.surety.webhook.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two instances on one database deliver to bad receivers while they are killed at random instants.
 *
 * <p>{@code -Dslow=true} for ten kills of each, 20,000 events and two restarts of the database.
 * {@link AuditTest} and {@link AuditRepeatsTest} show what the audit notices.
 */
abstract class ChaosTests {

  private static final System.Logger LOG = System.getLogger(ChaosTests.class.getName());

  private static final Chaos.Extent EXTENT =
      Boolean.getBoolean("slow") ? new Chaos.Extent(20_000, 10, 2) : new Chaos.Extent(2_000, 2, 0);

  private final TwoInstances two;

  ChaosTests(TwoInstances two) {
    this.two = two;
  }

  @BeforeEach
  void revive() {
    two.revive();
  }

  @Test
  void killedInstances_loseNothing_repeatNothingWithoutReason_andKeepEachOrder() {
    long seed = Long.getLong("surety.seed", System.nanoTime());
    LOG.log(System.Logger.Level.INFO, "chaos: {0}, seed {1}", EXTENT, seed);
    List<String> paths = IntStream.range(0, 5).mapToObj(i -> "chaos-" + i).toList();
    paths.forEach(path -> two.sink().script(path, new ChaoticReceiver(seed + path.hashCode())));
    List<URI> urls = paths.stream().map(two.sink()::uri).toList();
    Chaos chaos = new Chaos(EXTENT, two.all(), two.database(), urls, 1_000_000, seed);
    long start = System.nanoTime();
    chaos.run();
    two.awaitEmptyQueue();
    History history = two.history(paths, 1_000_000, chaos.lastNumber(), chaos.interruptions());
    Audit audit = Audit.of(history);
    LOG.log(
        System.Logger.Level.INFO,
        "chaos: {0} orders answered, {1} failed, {2} committed, {3} arrivals, explained {4},"
            + " {5} violations, {6} s",
        chaos.committed(),
        chaos.failed(),
        history.orders().size(),
        history.arrivals().size(),
        audit.reasons(),
        audit.violations().size(),
        (System.nanoTime() - start) / 1_000_000_000);
    LOG.log(System.Logger.Level.INFO, "chaos: violations {0}", audit.faults());
    assertThat(audit.violations().stream().limit(10)).isEmpty();
    assertThat(history.orders()).hasSizeGreaterThanOrEqualTo(EXTENT.events());
    // the faults hit something
    assertThat(audit.reasons()).containsKeys(Audit.Reason.FAILED_ATTEMPT, Audit.Reason.INTERRUPTED);
  }
}

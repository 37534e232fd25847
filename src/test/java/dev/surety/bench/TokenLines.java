package dev.surety.bench;

import dev.surety.keys.internal.TokenBench;
import java.net.URI;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The figures of tokens: by JMH in a JVM of its own, and what they cost the database. */
final class TokenLines {

  private static final long OPERATIONS = Long.getLong("bench.verifications", 5_000_000);

  /** Whatever the part reads, it reads the ring's row once. */
  private static final String READS =
      "SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_user_tables"
          + " WHERE relname = 'surety_key_ring'";

  private final Benchmarks bench;
  private final Figures figures;

  TokenLines(Benchmarks bench, Figures figures) {
    this.bench = bench;
    this.figures = figures;
  }

  void run() throws Exception {
    statements();
    Options options =
        new OptionsBuilder()
            .include(TokenBench.class.getName())
            .forks(1)
            .warmupIterations(5)
            .warmupTime(TimeValue.seconds(3))
            .measurementIterations(Benchmarks.ROUNDS)
            .measurementTime(TimeValue.seconds(3))
            .build();
    Collection<RunResult> results = new Runner(options).run();
    double bare = rate(results, "bare");
    double signing = rate(results, "signing");
    double verifying = rate(results, "verifying");
    figures.add("keys.jdk_rate", bare, "operations/s");
    figures.add("keys.sign.rate", signing, "operations/s");
    figures.add("keys.sign.ratio", signing / bare, "ratio");
    figures.add("keys.verify.rate", verifying, "operations/s");
    figures.add("keys.verify.ratio", verifying / bare, "ratio");
  }

  private void statements() throws Exception {
    verify(100_000);
    long before = reads();
    verify(OPERATIONS);
    double reads = reads() - before;
    figures.add("keys.verify.reads", reads, "statements");
    figures.add("keys.verify.statements", reads / OPERATIONS, "statements/operation");
  }

  private void verify(long operations) throws Exception {
    String unused =
        bench.get(
            URI.create("api/tokens?callers=" + Benchmarks.CALLERS + "&operations=" + operations));
  }

  private long reads() throws Exception {
    // An idle backend reports its statistics after ten seconds.
    Thread.sleep(11_000);
    return bench.number(READS);
  }

  private static double rate(Collection<RunResult> results, String method) {
    return results.stream()
        .map(RunResult::getPrimaryResult)
        .filter(result -> result.getLabel().equals(method))
        .findFirst()
        .orElseThrow()
        .getScore();
  }
}

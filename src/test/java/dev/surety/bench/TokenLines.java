package dev.surety.bench;

import dev.surety.keys.internal.TokenBench;
import java.net.URI;
import java.util.Map;

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
    Map<String, Double> rates = Micro.rates(TokenBench.class);
    double bare = rates.get("bare");
    double signing = rates.get("signing");
    double verifying = rates.get("verifying");
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
}

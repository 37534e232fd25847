package dev.surety.bench;

import java.net.URI;
import java.util.Locale;

/** The replay store's figures; each is the worse of one hot key id and of a hundred. */
final class ReplayLines {

  private static final int[] KEYS = {1, 100};
  private static final long MILLION = 1_000_000;

  /** Fewer only try the benchmark out. */
  private static final long ROWS = Long.getLong("bench.rows", 10 * MILLION);

  private static final String SWEPT =
      "SELECT n_tup_del FROM pg_stat_user_tables WHERE relname = 'surety_replay'";

  private static final double DAY = 86_400;

  /** How long the last rows took to make, so that the next ones end when they are there. */
  private double loading;

  /** How many rows a second were swept during the last accepts. */
  private double swept;

  private final Benchmarks bench;
  private final Figures figures;

  ReplayLines(Benchmarks bench, Figures figures) {
    this.bench = bench;
    this.figures = figures;
  }

  void run() throws Exception {
    against();
    duplicates();
    capacity();
    growth();
  }

  void against() throws Exception {
    bench.execute("CREATE TABLE bench_nonce (LIKE surety_replay INCLUDING ALL)");
    double ratio = Double.MAX_VALUE;
    double latency = 0;
    for (int keys : KEYS) {
      double[] p99 = new double[2];
      double[] sides =
          bench.medians(
              () -> rate(emptied("surety_replay", "accept&keys=" + keys), p99, 0),
              () -> rate(emptied("bench_nonce", "single"), p99, 1));
      figures.add("replay.accept.rate_" + keys + "_keys", sides[0], "operations/s");
      figures.add("replay.accept.single_rate", sides[1], "operations/s");
      ratio = Math.min(ratio, sides[0] / sides[1]);
      latency = Math.max(latency, p99[0] / p99[1]);
    }
    figures.add("replay.accept.coalesced_ratio", ratio, "ratio");
    figures.add("replay.accept.p99_ratio", latency, "ratio");
  }

  private void duplicates() throws Exception {
    count("number&key=dup", 10_000);
    bench.execute("VACUUM surety_replay");
    bench.execute("CHECKPOINT");
    long before = bench.walOfBackends();
    count("duplicate&key=dup", 10_000);
    figures.add("replay.duplicate.wal_bytes", (bench.walOfBackends() - before) / 10_000.0, "bytes");
  }

  /** By one caller, so that no other's flush is waited for. */
  private void capacity() throws Exception {
    count("number&key=thousand", 1_000);
    count("number&key=million", Math.min(MILLION, ROWS));
    double[] sides =
        bench.medians(
            () -> 1 / alone("capacity&key=million").perSecond(),
            () -> 1 / alone("capacity&key=thousand").perSecond());
    figures.add("replay.at_capacity.growth", sides[0] / sides[1], "ratio");
  }

  private void growth() throws Exception {
    double growth = Double.MAX_VALUE;
    double steady = Double.MAX_VALUE;
    for (int keys : KEYS) {
      double small = accepted(10_000, DAY, 0, keys);
      double large = accepted(ROWS, DAY, 0, keys);
      double sweeping = accepted(ROWS, loading, ROWS / large, keys);
      System.out.printf(
          Locale.ROOT,
          "%d keys: %.0f/s at first, %.0f/s at %d rows, %.0f/s while %.0f/s are swept%n",
          keys,
          small,
          large,
          ROWS,
          sweeping,
          swept);
      growth = Math.min(growth, large / small);
      steady = Math.min(steady, sweeping / large);
    }
    figures.add("replay.accept.growth_10m", growth, "ratio");
    figures.add("replay.sweep.steady_ratio", steady, "ratio");
  }

  /** The rate of accepts beside so many rows that end one after another, beginning then. */
  private double accepted(long rows, double first, double seconds, int keys) throws Exception {
    long start = System.nanoTime();
    bench.execute("TRUNCATE surety_replay");
    bench.execute("TRUNCATE surety_replay_key");
    bench.execute(
        "INSERT INTO surety_replay (nonce_hash, live_until)"
            + " SELECT CAST(encode(substring(sha256(int8send(i)), 1, 16), 'hex') AS uuid),"
            + " date_trunc('second', now() + make_interval(secs => %f + %f * i / %d))"
                .formatted(first, seconds, rows)
            + " FROM generate_series(1, "
            + rows
            + ") i");
    bench.execute("VACUUM ANALYZE surety_replay");
    bench.execute("CHECKPOINT");
    loading = (System.nanoTime() - start) / 1e9;
    long before = bench.number(SWEPT);
    start = System.nanoTime();
    double[] rates = new double[Benchmarks.ROUNDS];
    for (int round = 0; round < rates.length; round++) {
      rates[round] = loop("accept&keys=" + keys).perSecond();
    }
    swept = (bench.number(SWEPT) - before) * 1e9 / (System.nanoTime() - start);
    return Figures.median(rates);
  }

  private static double rate(ClosedLoop.Result result, double[] p99, int side) {
    p99[side] = result.p99Micros();
    return result.perSecond();
  }

  private ClosedLoop.Result emptied(String table, String what) throws Exception {
    bench.empty(table);
    return loop(what);
  }

  private ClosedLoop.Result loop(String what) throws Exception {
    return ask(what, Benchmarks.CALLERS, "&millis=" + Benchmarks.MILLIS);
  }

  private ClosedLoop.Result alone(String what) throws Exception {
    return ask(what, 1, "&millis=" + Benchmarks.MILLIS);
  }

  private void count(String what, long operations) throws Exception {
    ClosedLoop.Result unused =
        ask(what, Benchmarks.CALLERS, "&millis=600000&operations=" + operations);
  }

  private ClosedLoop.Result ask(String what, int callers, String parameters) throws Exception {
    String path = what.contains("&") ? what.replaceFirst("&", "?") : what + "?keys=1";
    return ClosedLoop.Result.of(
        bench.get(URI.create("api/nonces/" + path + "&callers=" + callers + parameters)));
  }
}

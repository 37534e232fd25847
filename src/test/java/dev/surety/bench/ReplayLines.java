package dev.surety.bench;

import java.net.URI;
import java.util.Locale;

/** The replay store's figures; ratios are the worse of one hot key id and of a hundred. */
final class ReplayLines {

  private static final int[] KEYS = {1, 100};
  private static final long MILLION = 1_000_000;

  /** Fewer only try the benchmark out. */
  private static final long ROWS = Long.getLong("bench.rows", 10 * MILLION);

  private static final String SWEPT =
      "SELECT n_tup_del FROM pg_stat_user_tables WHERE relname = 'surety_replay'";

  private static final long FEW = 10_000;

  /** In which the sweep sees every page: half of skew and a minute. */
  private static final int ROUND = 60;

  /** A round before the measured one, that one, and what a late start takes. */
  private static final double ENDING = 2.2 * ROUND;

  /** How long many rows took to make, so that the next ones end when they are there. */
  private double loading;

  private final Benchmarks bench;
  private final Figures figures;

  ReplayLines(Benchmarks bench, Figures figures) {
    this.bench = bench;
    this.figures = figures;
  }

  void run() throws Exception {
    if (Benchmarks.isWanted("nonces", "accepts")) {
      accepts();
    }
    if (Benchmarks.isWanted("nonces", "duplicates")) {
      duplicates();
    }
    if (Benchmarks.isWanted("nonces", "capacity")) {
      capacity();
    }
    boolean growth = Benchmarks.isWanted("nonces", "growth");
    boolean sweep = Benchmarks.isWanted("nonces", "sweep");
    if (growth || sweep) {
      fill("surety_replay_large", ROWS);
    }
    if (growth) {
      growth();
    }
    if (sweep) {
      sweep();
    }
  }

  private void accepts() throws Exception {
    bench.execute("CREATE TABLE bench_nonce (LIKE surety_replay INCLUDING ALL)");
    double ratio = Double.MAX_VALUE;
    double latency = 0;
    for (int keys : KEYS) {
      double[] p99 = new double[2];
      Benchmarks.Sides sides =
          bench.medians(
              () -> rate(emptied("surety_replay", "accept&keys=" + keys), p99, 0),
              () -> rate(emptied("bench_nonce", "single"), p99, 1));
      figures.add("replay.accept.rate_" + keys + "_keys", sides.one(), "operations/s");
      figures.add("replay.accept.single_rate", sides.other(), "operations/s");
      ratio = Math.min(ratio, sides.ratio());
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
    Benchmarks.Sides sides =
        bench.medians(
            () -> 1 / alone("capacity&key=million").perSecond(),
            () -> 1 / alone("capacity&key=thousand").perSecond());
    figures.add("replay.at_capacity.growth", sides.ratio(), "ratio");
  }

  /** Many rows and few are in stores of their own, so that they take turns; both are swept. */
  private void growth() throws Exception {
    double ratio = Double.MAX_VALUE;
    for (int keys : KEYS) {
      String accept = "accept&keys=" + keys;
      Benchmarks.Sides sides =
          bench.medians(() -> loop(inLarge(accept)).perSecond(), () -> amongFew(accept));
      figures.add("replay.accept.rate_10m_" + keys + "_keys", sides.one(), "operations/s");
      ratio = Math.min(ratio, sides.ratio());
    }
    figures.add("replay.accept.growth_10m", ratio, "ratio");
  }

  private static String inLarge(String accept) {
    return accept + "&store=large";
  }

  private double amongFew(String accept) throws Exception {
    fill("surety_replay", FEW);
    return loop(accept).perSecond();
  }

  /**
   * As many rows end as are accepted, from a round before on: they lie anywhere on the pages, so
   * that each page has some whenever the sweep comes by. The same table tells the rate without
   * before they end, and again a round after the last did, because a machine changes in minutes.
   */
  private void sweep() throws Exception {
    double ratio = Double.MAX_VALUE;
    double pace = Double.MAX_VALUE;
    for (int keys : KEYS) {
      String accept = "accept&keys=" + keys;
      double rate = forRound(inLarge(accept));
      long start = System.nanoTime();
      double first = 1.2 * loading + ROUND;
      fill("surety_replay", ROWS, first, ENDING, Math.min(1, rate * ENDING / ROWS));
      double before = forRound(accept);
      sleepUntil(start, first + ROUND);
      long deleted = bench.number(SWEPT);
      double sweeping = forRound(accept);
      double swept = (bench.number(SWEPT) - deleted) / (double) ROUND;
      sleepUntil(start, first + ENDING + 1.5 * ROUND);
      double after = forRound(accept);
      System.out.printf(
          Locale.ROOT,
          "%.0f with %.0f swept against %.0f and %.0f accepts/s%n",
          sweeping,
          swept,
          before,
          after);
      ratio = Math.min(ratio, 2 * sweeping / (before + after));
      pace = Math.min(pace, swept / sweeping);
    }
    figures.add("replay.sweep.steady_ratio", ratio, "ratio");
    figures.add("replay.sweep.swept_per_accept", pace, "ratio");
  }

  private static void sleepUntil(long start, double seconds) throws InterruptedException {
    double past = (System.nanoTime() - start) / 1e9;
    Thread.sleep(Math.max(0, Math.round(1000 * (seconds - past))));
  }

  private double forRound(String accept) throws Exception {
    return ask(accept, Benchmarks.CALLERS, "&millis=" + 1000 * ROUND).perSecond();
  }

  /** Leaves so many rows in a table, none of which ends today. */
  private void fill(String table, long rows) throws Exception {
    fill(table, rows, 0, 0, 0);
  }

  /**
   * Leaves so many rows in a table.
   *
   * @param first when the first of them ends, in seconds from now
   * @param seconds in which some end, one after another, wherever they lie
   * @param share how many of them do, of 1; the others end after a day
   */
  private void fill(String table, long rows, double first, double seconds, double share)
      throws Exception {
    long start = System.nanoTime();
    bench.execute("TRUNCATE " + table);
    bench.execute("TRUNCATE " + table + "_key");
    bench.execute(
        String.format(
            Locale.ROOT,
            "INSERT INTO %s (nonce_hash, live_until)"
                + " SELECT CAST(CAST('x' || encode(substring(sha256(int8send(i)), 1, 8), 'hex') AS bit(64)) AS bigint),"
                + " date_trunc('second', now() + make_interval(secs =>"
                + " CASE WHEN random() < %f THEN %f + %f * random() ELSE 86400 END))"
                + " FROM generate_series(1, %d) i",
            table,
            share,
            first,
            seconds,
            rows));
    bench.execute("VACUUM ANALYZE " + table);
    if (rows > FEW) {
      bench.execute("CHECKPOINT");
      loading = (System.nanoTime() - start) / 1e9;
    }
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

package dev.surety.bench;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** Runs of a backlog that is made before, and is larger than what a run drains. */
final class DrainRun {

  private static final Duration LONGEST_START = Duration.ofMinutes(1);
  private static final long MILLIS = 1000 * Long.getLong("bench.seconds", 30);

  /** So that the first backlog is large enough for any of them. */
  private static final double FIRST_GUESS = 12_000;

  private static final String COMMITS =
      "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
  private static final String WAL = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')";

  /** What was seen from the second second on. */
  record Seen(double perSecond, double cpuPerJob, double commitsPerJob, double walPerJob) {}

  /** What else is there while a backlog is drained; closed afterwards. */
  interface Beside {
    AutoCloseable begin() throws Exception;
  }

  /** What goes on until the time is over. */
  interface Meanwhile {
    void until(long end) throws Exception;
  }

  private record Point(long nanos, long jobs, double cpu, long commits, long wal) {}

  private final BenchTarget target;
  private final LeanSink sink;
  private final Contender contender;
  private double expected = FIRST_GUESS;

  DrainRun(BenchTarget target, LeanSink sink, Contender contender) {
    this.target = target;
    this.sink = sink;
    this.contender = contender;
  }

  static long millis() {
    return MILLIS;
  }

  Seen plain() throws Exception {
    return run(() -> () -> {}, DrainRun::sleep);
  }

  /** Fills, drains for a while and empties again. */
  Seen run(Beside beside, Meanwhile meanwhile) throws Exception {
    long filled = fill();
    try (AutoCloseable held = beside.begin()) {
      Objects.requireNonNull(held);
      vacuum();
      final long others = target.number(contender.left()) - filled;
      final long first = sink.answered();
      ask("start");
      awaitAnswerAfter(first);
      Thread.sleep(Math.min(2_000, MILLIS / 3));
      Point start = point();
      meanwhile.until(start.nanos + MILLIS * 1_000_000);
      Point end = point();
      long drained = end.jobs - first;
      ask("stop");
      if (drained >= filled) {
        throw new IllegalStateException(contender.path() + " had less to do than time");
      }
      settled(filled, others, first);
      return seen(start, end);
    } finally {
      empty();
    }
  }

  private void awaitAnswerAfter(long first) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (sink.answered() == first) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(contender.path() + " sends nothing");
      }
      Thread.sleep(1);
    }
  }

  private long fill() throws Exception {
    empty();
    long rows = (long) (expected * (MILLIS / 1000.0 + 4) * 1.5);
    ask("queue");
    target.execute(contender.fill(rows - 1));
    return rows;
  }

  private void vacuum() throws Exception {
    for (String table : contender.tables()) {
      target.execute("VACUUM ANALYZE " + table);
    }
    target.execute("CHECKPOINT");
  }

  private void empty() throws Exception {
    target.execute("TRUNCATE " + String.join(", ", contender.tables()));
  }

  /** What arrived is what is gone: once each, but for what was under way when it was stopped. */
  private void settled(long filled, long others, long first) throws Exception {
    long before = -1;
    for (long now = sink.answered(); now != before; now = sink.answered()) {
      before = now;
      Thread.sleep(1_500);
    }
    long arrived = sink.answered() - first;
    long gone = filled - (target.number(contender.left()) - others);
    if (Math.abs(arrived - gone) > Drain.SENDS) {
      throw new IllegalStateException(
          "%s: %d arrived, but %d are gone".formatted(contender.path(), arrived, gone));
    }
  }

  private Seen seen(Point start, Point end) {
    double jobs = end.jobs - start.jobs;
    double perSecond = jobs * 1e9 / (end.nanos - start.nanos);
    expected = Math.max(200, perSecond);
    Seen seen =
        new Seen(
            perSecond,
            (end.cpu - start.cpu) / jobs,
            (end.commits - start.commits) / jobs,
            (end.wal - start.wal) / jobs);
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f/s, %.0f µs of PostgreSQL, %.3f commits and %.0f bytes of WAL each%n",
        contender.path(),
        seen.perSecond,
        seen.cpuPerJob * 1e6,
        seen.commitsPerJob,
        seen.walPerJob);
    return seen;
  }

  private Point point() throws Exception {
    double cpu = PostgresCpu.seconds(target.database().postmasterPid());
    long commits = target.number(COMMITS);
    long wal = target.number(WAL);
    return new Point(System.nanoTime(), sink.answered(), cpu, commits, wal);
  }

  static void sleep(long end) throws InterruptedException {
    Thread.sleep(Math.max(0, (end - System.nanoTime()) / 1_000_000));
  }

  private void ask(String what) throws Exception {
    String unused =
        target.get(
            URI.create("api/drains/" + contender.path() + "/" + what + "?url=" + sink.uri()));
  }
}

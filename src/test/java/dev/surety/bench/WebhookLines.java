package dev.surety.bench;

import dev.surety.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The figures of webhooks, against db-scheduler and transaction-outbox in the same server.
 *
 * <p>All sign and send alike, to a sink on this machine, {@value Drain#SENDS} at once, with 20
 * connections. A lane never has the last tenth of the sends in flight, so Surety is set to more.
 */
final class WebhookLines {

  private static final int[] CALLERS = {4, 16};
  private static final int SLOW_MILLIS = 100;
  private static final int SLOW_SENDS = 400;

  /** As db-scheduler documents its table. */
  private static final String TABLES =
      """
      CREATE TABLE IF NOT EXISTS scheduled_tasks (task_name text NOT NULL, task_instance text NOT NULL,
        task_data bytea, execution_time timestamptz, picked boolean NOT NULL, picked_by text,
        last_success timestamptz, last_failure timestamptz, consecutive_failures integer,
        last_heartbeat timestamptz, version bigint NOT NULL, priority smallint, state text,
        PRIMARY KEY (task_name, task_instance));
      CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time);
      CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
      CREATE INDEX IF NOT EXISTS priority_execution_time_idx ON scheduled_tasks
        (priority DESC, execution_time ASC);
      CREATE TABLE IF NOT EXISTS bench_business (id uuid PRIMARY KEY, body bytea NOT NULL);
      CREATE TABLE IF NOT EXISTS bench_outbox (id uuid PRIMARY KEY, body bytea NOT NULL)
      """;

  private final TestDatabase database;
  private final Figures figures;
  private final LeanSink sink = new LeanSink();

  WebhookLines(TestDatabase database, Figures figures) throws IOException {
    this.database = database;
    this.figures = figures;
  }

  void run() throws Exception {
    part("drain", DrainServer.sends(Drain.SENDS), this::drain);
    part("blocked", DrainServer.sends(Drain.SENDS), this::blocked);
    part("slow", DrainServer.sends(SLOW_SENDS), this::slow);
    part("enqueue", DrainServer.WITHOUT_WORKER, this::enqueue);
    sink.close();
  }

  private interface Part {
    void on(BenchTarget target) throws Exception;
  }

  private void part(String name, String setting, Part part) throws Exception {
    if (Benchmarks.isWanted("webhooks", name)) {
      try (BenchTarget target = BenchTarget.start(database, name, DrainServer.war(sink), setting)) {
        target.execute(TABLES);
        part.on(target);
      }
    }
  }

  private void drain(BenchTarget target) throws Exception {
    against(target);
    wal(target);
  }

  private void blocked(BenchTarget target) throws Exception {
    new BlockedLines(target, sink, figures).run();
  }

  private void against(BenchTarget target) throws Exception {
    Map<Contender, DrainRun> runs = new EnumMap<>(Contender.class);
    Map<Contender, DrainRun.Seen[]> seen = new EnumMap<>(Contender.class);
    for (Contender contender : Contender.values()) {
      runs.put(contender, new DrainRun(target, sink, contender));
      seen.put(contender, new DrainRun.Seen[Benchmarks.ROUNDS]);
      DrainRun.Seen unused = runs.get(contender).plain();
    }
    for (int round = 0; round < Benchmarks.ROUNDS; round++) {
      for (Contender contender : Contender.values()) {
        seen.get(contender)[round] = runs.get(contender).plain();
      }
    }
    tell(seen);
  }

  private void tell(Map<Contender, DrainRun.Seen[]> seen) {
    Map<Contender, Double> cpu = new EnumMap<>(Contender.class);
    Map<Contender, Double> rate = new EnumMap<>(Contender.class);
    seen.forEach(
        (contender, all) -> {
          rate.put(contender, median(all, DrainRun.Seen::perSecond));
          cpu.put(contender, median(all, DrainRun.Seen::cpuPerJob));
        });
    double own = rate.get(Contender.SURETY);
    double scheduler = rate.get(Contender.DB_SCHEDULER);
    double outbox = rate.get(Contender.TRANSACTION_OUTBOX);
    figures.add("webhook.drain.rate", own, "jobs/s");
    figures.add("webhook.drain.db_scheduler_rate", scheduler, "jobs/s");
    figures.add("webhook.drain.transaction_outbox_rate", outbox, "jobs/s");
    figures.add("webhook.drain.vs_db_scheduler", own / scheduler, "ratio");
    figures.add("webhook.drain.vs_transaction_outbox", own / outbox, "ratio");
    double better =
        Math.min(cpu.get(Contender.DB_SCHEDULER), cpu.get(Contender.TRANSACTION_OUTBOX));
    figures.add("webhook.drain.pg_cpu", cpu.get(Contender.SURETY) * 1e6, "µs/job");
    figures.add("webhook.drain.pg_cpu_ratio", cpu.get(Contender.SURETY) / better, "ratio");
    figures.add(
        "webhook.drain.commits_per_job",
        median(seen.get(Contender.SURETY), DrainRun.Seen::commitsPerJob),
        "commits/job");
  }

  static double median(DrainRun.Seen[] seen, ToDoubleFunction<DrainRun.Seen> of) {
    return Figures.median(List.of(seen).stream().mapToDouble(of).toArray());
  }

  /** Without images of whole pages, whose number is that of checkpoints and not of jobs. */
  private void wal(BenchTarget target) throws Exception {
    fullPages(target, "off");
    double wal = new DrainRun(target, sink, Contender.SURETY).plain().walPerJob();
    fullPages(target, "on");
    figures.add("webhook.drain.wal_per_job", wal, "bytes/job");
  }

  private static void fullPages(BenchTarget target, String value) throws SQLException {
    target.execute("ALTER SYSTEM SET full_page_writes = " + value);
    target.execute("SELECT pg_reload_conf()");
  }

  private void slow(BenchTarget target) throws Exception {
    sink.latency(SLOW_MILLIS);
    DrainRun run = new DrainRun(target, sink, Contender.SURETY);
    DrainRun.Seen warmed = run.plain();
    Connections connections = new Connections(target);
    DrainRun.Seen[] seen = new DrainRun.Seen[Benchmarks.ROUNDS];
    for (int round = 0; round < seen.length; round++) {
      seen[round] = run.run(() -> () -> {}, connections::watch);
    }
    double most = SLOW_SENDS * 1000.0 / SLOW_MILLIS;
    double rate = median(seen, DrainRun.Seen::perSecond);
    figures.add("webhook.drain.slow_sink_rate", rate, "jobs/s");
    figures.add("webhook.drain.slow_sink_ratio", rate / most, "ratio");
    figures.add("webhook.drain.connections", connections.most(), "connections");
    sink.latency(0);
  }

  private void enqueue(BenchTarget target) throws Exception {
    double[] best = new double[2];
    for (int callers : CALLERS) {
      Benchmarks.Sides sides =
          Benchmarks.medians(
              1, () -> enqueued(target, "send", callers), () -> enqueued(target, "row", callers));
      best[0] = Math.max(best[0], sides.one());
      best[1] = Math.max(best[1], sides.other());
    }
    figures.add("webhook.enqueue.rate", best[0], "transactions/s");
    figures.add("webhook.enqueue.row_rate", best[1], "transactions/s");
    figures.add("webhook.enqueue.ratio", best[0] / best[1], "ratio");
  }

  /** Into empty tables, so that the faster side is not the one with the larger one. */
  private double enqueued(BenchTarget target, String what, int callers) throws Exception {
    target.execute("TRUNCATE bench_business, bench_outbox, surety_webhook, surety_webhook_message");
    target.execute("CHECKPOINT");
    String query =
        "?url=%s&callers=%d&millis=%d".formatted(sink.uri(), callers, DrainRun.millis() / 2);
    return ClosedLoop.Result.of(target.get(URI.create("api/enqueue/" + what + query))).perSecond();
  }
}

package dev.surety.bench;

import java.sql.Connection;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a snapshot that is held open, and what cannot be sent now, take of the drain's rate. */
final class BlockedLines {

  /** Fewer only try the benchmark out. */
  private static final long ROWS = Long.getLong("bench.blocked", 1_000_000);

  private static final String QUEUED =
      """
      INSERT INTO surety_webhook_message (delivery_id, application, tenant, endpoint_id, url,
        circuit, circuit_key, event_type, webhook_id, content_type, body, sequence_key,
        sequence_number, max_attempts, created_at, redelivered, attempts)
      SELECT i.id, m.application, m.tenant, m.endpoint_id, m.url, m.circuit, m.circuit_key,
        m.event_type, CAST(i.id AS text), m.content_type, '{}', %s, m.max_attempts, now(), false, 0
      FROM (SELECT * FROM surety_webhook_message LIMIT 1) m, bench_id i;
      INSERT INTO surety_webhook (delivery_id, application, circuit, endpoint_id, state, due, fence,
        attempts, losses, sequence, sequence_number, size)
      SELECT i.id, q.application, %s, q.endpoint_id, %s, %s, 0, 0, 0, %s, q.size
      FROM (SELECT * FROM surety_webhook LIMIT 1) q, bench_id i;
      DROP TABLE bench_id
      """;
  private static final String IDS =
      "CREATE TEMP TABLE bench_id AS SELECT uuidv7() AS id, n FROM generate_series(0, %d) n;";
  private static final String CIRCUIT = "CAST(md5('open') AS uuid)";
  private static final String OPEN =
      """
      DELETE FROM surety_webhook_circuit WHERE circuit = %1$s;
      INSERT INTO surety_webhook_circuit (circuit, application, tenant, circuit_key, state, paused,
        failures, successes, probe_at, reason, changed_at)
      SELECT %1$s, application, '', 'open', 'open', false, 5, 0, now() + interval '1 day',
        'timeout', now()
      FROM surety_webhook LIMIT 1
      """
          .formatted(CIRCUIT);

  private final BenchTarget target;
  private final LeanSink sink;
  private final Figures figures;

  BlockedLines(BenchTarget target, LeanSink sink, Figures figures) {
    this.target = target;
    this.sink = sink;
    this.figures = figures;
  }

  void run() throws Exception {
    DrainRun.Seen unused = new DrainRun(target, sink, Contender.SURETY).plain();
    pinned();
    growth();
  }

  private void pinned() throws Exception {
    Map<String, Double> rates =
        interleaved(Map.of("none", () -> () -> {}, "pinned", this::snapshot));
    figures.add(
        "webhook.drain.pinned_snapshot_ratio", rates.get("pinned") / rates.get("none"), "ratio");
  }

  private void growth() throws Exception {
    Map<String, DrainRun.Beside> sides = new LinkedHashMap<>();
    sides.put("none", () -> () -> {});
    sides.put("later", this::later);
    sides.put("followers", this::followers);
    sides.put("open", this::open);
    Map<String, Double> rates = interleaved(sides);
    double none = rates.remove("none");
    double worst = Double.MAX_VALUE;
    for (Map.Entry<String, Double> side : rates.entrySet()) {
      figures.add("webhook.drain.growth_" + side.getKey(), side.getValue() / none, "ratio");
      worst = Math.min(worst, side.getValue() / none);
    }
    figures.add("webhook.drain.growth", worst, "ratio");
  }

  /** The medians of the rates. */
  private Map<String, Double> interleaved(Map<String, DrainRun.Beside> sides) throws Exception {
    DrainRun run = new DrainRun(target, sink, Contender.SURETY);
    Map<String, double[]> rates = new LinkedHashMap<>();
    for (int round = 0; round < Benchmarks.ROUNDS; round++) {
      for (Map.Entry<String, DrainRun.Beside> side : sides.entrySet()) {
        System.out.print(side.getKey() + " ");
        double rate = run.run(side.getValue(), DrainRun::sleep).perSecond();
        rates.computeIfAbsent(side.getKey(), key -> new double[Benchmarks.ROUNDS])[round] = rate;
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    rates.forEach((side, all) -> medians.put(side, Figures.median(all)));
    return medians;
  }

  private AutoCloseable snapshot() throws Exception {
    Connection connection = target.database().dataSource().getConnection();
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM surety_webhook");
    }
    return connection;
  }

  private AutoCloseable later() throws Exception {
    return put(
        "NULL, CAST(NULL AS bigint)",
        "q.circuit",
        "'ready'",
        "now() + interval '1 day' + i.n * interval '1 millisecond'",
        "NULL, NULL");
  }

  private AutoCloseable followers() throws Exception {
    AutoCloseable put =
        put(
            "'blocked', i.n",
            "q.circuit",
            "CASE WHEN i.n = 0 THEN 'blocking' ELSE 'waiting' END",
            "clock_timestamp()",
            "CAST(md5('blocked') AS uuid), i.n");
    target.execute(
        "UPDATE surety_webhook_message m SET ended = 'dead', ended_at = now(), reason = 'http-400'"
            + " FROM surety_webhook q WHERE q.delivery_id = m.delivery_id AND q.state = 'blocking'");
    return put;
  }

  private AutoCloseable open() throws Exception {
    AutoCloseable put =
        put("NULL, CAST(NULL AS bigint)", CIRCUIT, "'ready'", "clock_timestamp()", "NULL, NULL");
    target.execute(OPEN);
    return put;
  }

  private AutoCloseable put(String key, String circuit, String state, String due, String sequence)
      throws Exception {
    target.execute(IDS.formatted(ROWS) + QUEUED.formatted(key, circuit, state, due, sequence));
    return () -> {};
  }
}

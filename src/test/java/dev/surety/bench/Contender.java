package dev.surety.bench;

import java.util.List;

/** What drains, and how a backlog of it is made from its first row. */
enum Contender {
  SURETY(
      "surety",
      List.of(
          "surety_webhook",
          "surety_webhook_message",
          "surety_webhook_log",
          "surety_webhook_dedup",
          "surety_webhook_sequence"),
      """
      CREATE TEMP TABLE bench_id AS SELECT uuidv7() AS id FROM generate_series(1, %1$d);
      INSERT INTO surety_webhook_message (delivery_id, application, tenant, endpoint_id, url,
        circuit, circuit_key, event_type, webhook_id, content_type, body, max_attempts,
        created_at, redelivered, attempts)
      SELECT i.id, m.application, m.tenant, m.endpoint_id, m.url, m.circuit, m.circuit_key,
        m.event_type, CAST(i.id AS text), m.content_type, m.body, m.max_attempts, now(), false, 0
      FROM (SELECT * FROM surety_webhook_message LIMIT 1) m, bench_id i;
      INSERT INTO surety_webhook (delivery_id, application, circuit, endpoint_id, state, due, fence,
        attempts, losses, size)
      SELECT i.id, q.application, q.circuit, q.endpoint_id, q.state, clock_timestamp(), 0, 0, 0,
        q.size
      FROM (SELECT * FROM surety_webhook LIMIT 1) q, bench_id i;
      DROP TABLE bench_id
      """),
  DB_SCHEDULER(
      "db-scheduler",
      List.of("scheduled_tasks"),
      """
      INSERT INTO scheduled_tasks (task_name, task_instance, task_data, execution_time, picked,
        version, priority, state)
      SELECT t.task_name, CAST(uuidv7() AS text), t.task_data, clock_timestamp(), t.picked,
        t.version, t.priority, t.state
      FROM (SELECT * FROM scheduled_tasks LIMIT 1) t, generate_series(1, %1$d)
      """),
  TRANSACTION_OUTBOX(
      "transaction-outbox",
      List.of("txno_outbox"),
      """
      UPDATE txno_outbox SET nextAttemptTime = LOCALTIMESTAMP - interval '1 day';
      INSERT INTO txno_outbox (id, invocation, nextAttemptTime, attempts, blocked, version,
        processed)
      SELECT CAST(uuidv7() AS text), t.invocation, t.nextAttemptTime, t.attempts, t.blocked,
        t.version, t.processed
      FROM (SELECT * FROM txno_outbox LIMIT 1) t, generate_series(1, %1$d)
      """);

  private final String path;
  private final List<String> tables;
  private final String fill;

  Contender(String path, List<String> tables, String fill) {
    this.path = path;
    this.tables = tables;
    this.fill = fill;
  }

  String path() {
    return path;
  }

  List<String> tables() {
    return tables;
  }

  /** More rows like the first one. */
  String fill(long rows) {
    return fill.formatted(rows);
  }

  /** The tables of its queue come first. */
  String left() {
    return "SELECT count(*) FROM " + tables.get(0);
  }
}

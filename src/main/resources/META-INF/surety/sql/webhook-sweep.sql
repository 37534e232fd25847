-- The statements that drop what has outlived its horizon, a few rows at a time.
-- Values travel as in webhook.sql.

-- name: sweep_keys
-- Drops idempotency keys past their horizon, but for those of messages that are still queued.
WITH old AS (
  SELECT d.key_hash FROM "surety_webhook_dedup" d
  WHERE d.until <= clock_timestamp()
    AND NOT EXISTS (SELECT FROM "surety_webhook" q WHERE q.delivery_id = d.delivery_id)
  ORDER BY d.until LIMIT 500 FOR UPDATE OF d SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_webhook_dedup" d USING old WHERE d.key_hash = old.key_hash RETURNING 1
)
SELECT count(*), 1 FROM dropped

-- name: sweep_log
-- Drops log entries past their horizon of deliveries behind ?1; tells how many, and where it came to. The ids tell
-- which deliveries are old enough.
WITH looked AS MATERIALIZED (
  SELECT delivery_id, fence, application, occurred_at FROM "surety_webhook_log"
  WHERE delivery_id > CAST(?1 AS uuid)
    AND delivery_id < CAST(lpad(to_hex(CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)
                                       - CAST(?2 AS bigint) / 1000), 12, '0') || '00000000000000000000' AS uuid)
  ORDER BY delivery_id LIMIT 500
), dropped AS (
  DELETE FROM "surety_webhook_log" l USING looked o
  WHERE l.delivery_id = o.delivery_id AND l.fence = o.fence AND o.application = ?3
    AND o.occurred_at < clock_timestamp() - CAST(?2 AS bigint) * interval '1 microsecond'
  RETURNING 1
)
SELECT (SELECT count(*) FROM dropped), (SELECT delivery_id FROM looked ORDER BY delivery_id DESC LIMIT 1)

-- name: sweep_delivered
-- Drops messages behind ?1 that were delivered before their horizon; tells how many, and where it came to.
WITH looked AS MATERIALIZED (
  SELECT m.delivery_id, m.application FROM "surety_webhook_message" m
  WHERE m.delivery_id > CAST(?1 AS uuid) AND m.ended IS NULL
    AND m.delivery_id < CAST(lpad(to_hex(CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)
                                         - CAST(?2 AS bigint) / 1000), 12, '0') || '00000000000000000000' AS uuid)
  ORDER BY m.delivery_id LIMIT 500
), dropped AS (
  DELETE FROM "surety_webhook_message" m USING looked l
  WHERE m.delivery_id = l.delivery_id AND l.application = ?3 AND m.ended IS NULL
    AND NOT EXISTS (SELECT FROM "surety_webhook" q WHERE q.delivery_id = l.delivery_id)
    AND NOT EXISTS (SELECT FROM "surety_webhook_log" g WHERE g.delivery_id = l.delivery_id
                    AND g.occurred_at > clock_timestamp() - CAST(?2 AS bigint) * interval '1 microsecond')
  RETURNING 1
)
SELECT (SELECT count(*) FROM dropped), (SELECT delivery_id FROM looked ORDER BY delivery_id DESC LIMIT 1)

-- name: sweep_dead
-- Drops dead letters and canceled messages past their horizon, but for those that hold a sequence.
WITH old AS (
  SELECT m.delivery_id FROM "surety_webhook_message" m
  WHERE m.application = ?1 AND m.ended = ?2
    AND m.ended_at < clock_timestamp() - CAST(?3 AS bigint) * interval '1 microsecond'
    AND NOT EXISTS (SELECT FROM "surety_webhook" q WHERE q.delivery_id = m.delivery_id)
  ORDER BY m.ended_at LIMIT 500 FOR UPDATE OF m SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_webhook_message" m USING old WHERE m.delivery_id = old.delivery_id RETURNING 1
)
SELECT count(*), 1 FROM dropped

-- name: sweep_sequences
-- Drops sequences among the next few behind ?1 that nobody has used for long; tells how many, and where it came to.
WITH looked AS MATERIALIZED (
  SELECT sequence, application = ?3
                   AND used_at < clock_timestamp() - CAST(?2 AS bigint) * interval '1 microsecond' AS idle
  FROM "surety_webhook_sequence" WHERE sequence > CAST(?1 AS uuid) ORDER BY sequence LIMIT 1000
), idle AS (
  SELECT s.sequence FROM looked l JOIN "surety_webhook_sequence" s ON s.sequence = l.sequence
  WHERE l.idle AND s.used_at < clock_timestamp() - CAST(?2 AS bigint) * interval '1 microsecond'
    AND NOT EXISTS (SELECT FROM "surety_webhook" q WHERE q.sequence = l.sequence)
  FOR UPDATE OF s SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_webhook_sequence" s USING idle i WHERE s.sequence = i.sequence RETURNING 1
)
SELECT (SELECT count(*) FROM dropped), (SELECT sequence FROM looked ORDER BY sequence DESC LIMIT 1)

-- name: sweep_workers
-- Drops instances that have not delivered for a day.
WITH old AS (
  SELECT worker FROM "surety_webhook_worker"
  WHERE application = ?1 AND seen_at < clock_timestamp() - interval '1 day' ORDER BY seen_at LIMIT 500
  FOR UPDATE SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_webhook_worker" w USING old WHERE w.worker = old.worker RETURNING 1
)
SELECT count(*), 1 FROM dropped

-- name: circuit_sweep
-- Drops circuits to which nothing was sent for long and that nobody holds by hand, at most 200.
WITH idle AS MATERIALIZED (
  SELECT circuit FROM "surety_webhook_circuit"
  WHERE application = ?1 AND NOT paused
    AND changed_at < clock_timestamp() - CAST(?2 AS bigint) * interval '1 microsecond'
    AND coalesce(probe_until, probe_at) < clock_timestamp() - CAST(?2 AS bigint) * interval '1 microsecond'
  LIMIT 200
  FOR NO KEY UPDATE SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_webhook_circuit" WHERE circuit IN (SELECT circuit FROM idle) RETURNING circuit
)
SELECT count(*), 1 FROM dropped

-- name: endpoint_sweep
-- Drops deleted endpoints whose messages have ended, at most 20.
WITH ended AS MATERIALIZED (
  SELECT e.endpoint_id FROM "surety_webhook_endpoint" e
  WHERE e.application = ?1 AND e.state = 'deleted'
    AND NOT EXISTS (SELECT FROM "surety_webhook" q WHERE q.endpoint_id = e.endpoint_id
                    AND q.endpoint_id <> '00000000-0000-0000-0000-000000000000')
  LIMIT 20
  FOR UPDATE SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_webhook_endpoint" WHERE endpoint_id IN (SELECT endpoint_id FROM ended) RETURNING endpoint_id
)
SELECT count(*), 1 FROM dropped

-- The statements of webhooks by which callers send, change and read messages. Double-quoted names are replaced by
-- the configured ones. Instants travel as microseconds since 1970 (but for send_one), spans as microseconds; lists as arrays.
-- also: webhook-work webhook-receivers webhook-sweep

-- name: addressed
-- Decides nothing: which endpoint a tenant's name stands for.
SELECT e.endpoint_id, e.state, CAST(a.n AS integer)
FROM unnest(CAST(?1 AS text[]), CAST(?2 AS text[])) WITH ORDINALITY AS a(tenant, name, n)
     JOIN "surety_webhook_endpoint" e
     ON e.application = ?3 AND e.tenant = a.tenant AND e.name = a.name AND e.state <> 'deleted'

-- name: take
-- Decides whose an idempotency key is: one message takes it; tells which have.
INSERT INTO "surety_webhook_dedup" AS d (key_hash, application, body_hash, delivery_id, until)
SELECT g.key_hash, ?6, g.body_hash, g.delivery_id,
       greatest(clock_timestamp(), timestamptz 'epoch' + g.not_before * interval '1 microsecond')
         + g.horizon * interval '1 microsecond'
FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS uuid[]), CAST(?3 AS uuid[]), CAST(?4 AS bigint[]), CAST(?5 AS bigint[]))
     AS g(key_hash, body_hash, delivery_id, not_before, horizon)
ORDER BY g.key_hash
ON CONFLICT (key_hash) DO UPDATE
SET body_hash = excluded.body_hash, delivery_id = excluded.delivery_id, until = excluded.until
WHERE d.until <= clock_timestamp()
  AND NOT EXISTS (SELECT FROM "surety_webhook" q WHERE q.delivery_id = d.delivery_id)
RETURNING key_hash, 1

-- name: taken
-- Decides nothing: which delivery has a key, and with what body.
SELECT key_hash, body_hash, delivery_id FROM "surety_webhook_dedup" WHERE key_hash = ANY (CAST(?1 AS uuid[]))

-- name: number
-- Decides the order within sequences: their rows stay locked until the transaction ends; tells each one's last number.
INSERT INTO "surety_webhook_sequence" AS s (sequence, application, last_number, used_at)
SELECT g.sequence, ?3, g.many, clock_timestamp()
FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS bigint[])) AS g(sequence, many)
ORDER BY g.sequence
ON CONFLICT (sequence) DO UPDATE SET last_number = s.last_number + excluded.last_number, used_at = excluded.used_at
RETURNING sequence, last_number

-- name: newest
-- Decides which sequences have messages before ours: the newest of each can end only after our transaction has.
SELECT u.sequence, 1
FROM unnest(CAST(?1 AS uuid[])) AS u(sequence),
     LATERAL (SELECT q.delivery_id FROM "surety_webhook" q
              WHERE q.sequence = u.sequence ORDER BY q.sequence_number DESC LIMIT 1 FOR KEY SHARE) n

-- name: send
-- Queues messages; tells the time. As send_one, for many at once.
WITH t AS MATERIALIZED (
  SELECT clock_timestamp() AS now
), given AS MATERIALIZED (
  SELECT g.*, t.now, greatest(t.now, timestamptz 'epoch' + g.not_before * interval '1 microsecond') AS due
  FROM t, unnest(
    CAST(?1 AS uuid[]), CAST(?2 AS uuid[]), CAST(?3 AS uuid[]), CAST(?4 AS text[]), CAST(?5 AS bigint[]),
    CAST(?6 AS uuid[]), CAST(?7 AS bigint[]), CAST(?8 AS text[]), CAST(?9 AS text[]), CAST(?10 AS text[]),
    CAST(?11 AS text[]), CAST(?12 AS text[]), CAST(?13 AS text[]), CAST(?14 AS bytea[]), CAST(?15 AS text[]),
    CAST(?16 AS text[]), CAST(?17 AS bigint[]), CAST(?18 AS bigint[]), CAST(?19 AS text[]), CAST(?20 AS text[]),
    CAST(?21 AS text[]), CAST(?22 AS text[])) AS g(
    delivery_id, circuit, endpoint_id, state, not_before, sequence, sequence_number, tenant, url, circuit_key,
    event_type, webhook_id, content_type, body, headers, sequence_key, max_attempts, expires_at, task_id, task_type,
    notification, traceparent)
), stored AS (
  INSERT INTO "surety_webhook_message" (
    delivery_id, application, tenant, endpoint_id, url, circuit, circuit_key, event_type, webhook_id, content_type,
    body, headers, sequence_key, sequence_number, max_attempts, created_at, expires_at, task_id, task_type,
    notification, traceparent, redelivered, attempts)
  SELECT delivery_id, ?23, tenant, endpoint_id, url, circuit, circuit_key, event_type, webhook_id, content_type, body,
         headers, sequence_key, sequence_number, max_attempts, now,
         timestamptz 'epoch' + expires_at * interval '1 microsecond', task_id, task_type, notification,
         traceparent, false, 0
  FROM given
), queued AS (
  INSERT INTO "surety_webhook" (
    delivery_id, application, circuit, endpoint_id, state, due, fence, attempts, losses, sequence, sequence_number,
    size)
  SELECT delivery_id, ?23, circuit, endpoint_id, state, due, 0, 0, 0, sequence, sequence_number, octet_length(body)
  FROM given
)
SELECT CAST(extract(epoch FROM now) * 1000000 AS bigint), 1 FROM t

-- name: send_one
-- Queues a message, which costs less than lists of one do; tells when it is due. Its times travel as times, which
-- spares the server a fifth of the work.
WITH stored AS (
  INSERT INTO "surety_webhook_message" (
    delivery_id, application, tenant, endpoint_id, url, circuit, circuit_key, event_type, webhook_id, content_type,
    body, headers, sequence_key, sequence_number, max_attempts, created_at, expires_at, task_id, task_type,
    notification, traceparent, redelivered, attempts)
  VALUES (?1, ?23, ?8, ?3, ?9, ?2, ?10, ?11, ?12, ?13, ?14, ?15, ?16, CAST(?7 AS bigint), ?17, clock_timestamp(),
          ?18, ?19, ?20, ?21, ?22, false, 0)
)
INSERT INTO "surety_webhook" (
  delivery_id, application, circuit, endpoint_id, state, due, fence, attempts, losses, sequence, sequence_number, size)
VALUES (?1, ?23, ?2, ?3, ?4, greatest(clock_timestamp(), ?5), 0, 0, 0, CAST(?6 AS uuid), CAST(?7 AS bigint), ?24)
RETURNING due, 1

-- name: cancel
-- Ends a delivery for its application, in its order among those of its sequence, unless the next one would overtake
-- it while it is being sent; tells its sequence.
WITH ended AS (
  DELETE FROM "surety_webhook" q
  WHERE q.delivery_id = CAST(?1 AS uuid) AND q.application = ?2 AND q.state <> 'blocking'
    AND (q.sequence IS NULL OR q.leased_until IS NULL OR q.leased_until <= clock_timestamp())
  RETURNING q.delivery_id, q.sequence, q.attempts
), marked AS (
  UPDATE "surety_webhook_message" m
  SET ended = 'canceled', ended_at = clock_timestamp(), attempts = e.attempts
  FROM ended e WHERE m.delivery_id = e.delivery_id
)
SELECT sequence, 1 FROM ended

-- name: lock_sequences
-- Puts what is done to deliveries of sequences in order with what is sent to these, and with each other.
SELECT s.sequence, 1
FROM "surety_webhook_sequence" s
WHERE s.sequence IN (SELECT q.sequence FROM "surety_webhook" q
                     WHERE q.delivery_id = ANY (CAST(?1 AS uuid[])) AND q.application = ?2)
ORDER BY s.sequence
FOR NO KEY UPDATE OF s

-- name: skip
-- Ends the hold of a dead delivery; tells its sequence.
DELETE FROM "surety_webhook" q
WHERE q.delivery_id = CAST(?1 AS uuid) AND q.application = ?2 AND q.state = 'blocking'
RETURNING q.sequence, 1

-- name: redeliver
-- Queues dead letters again: one that holds its sequence in its place, others out of order; tells which, and where.
WITH dead AS (
  SELECT m.delivery_id, m.circuit, m.endpoint_id, m.sequence_key, octet_length(m.body) AS size
  FROM "surety_webhook_message" m
  WHERE m.delivery_id = ANY (CAST(?1 AS uuid[])) AND m.application = ?2 AND m.ended = 'dead'
  ORDER BY m.delivery_id FOR NO KEY UPDATE OF m
), held AS (
  UPDATE "surety_webhook" q
  SET state = 'ready', due = clock_timestamp(), attempts = 0, losses = 0, leased_until = NULL
  FROM dead WHERE q.delivery_id = dead.delivery_id
  RETURNING q.delivery_id, q.circuit, q.endpoint_id
), queued AS (
  INSERT INTO "surety_webhook" (
    delivery_id, application, circuit, endpoint_id, state, due, fence, attempts, losses, size)
  SELECT dead.delivery_id, ?2, dead.circuit, dead.endpoint_id, 'ready', clock_timestamp(),
         -- higher than that of any claim of its earlier life
         greatest(CAST(extract(epoch FROM clock_timestamp()) AS bigint) % 2000000000,
                  (SELECT max(l.fence) + 1 FROM "surety_webhook_log" l WHERE l.delivery_id = dead.delivery_id)),
         0, 0, dead.size
  FROM dead
  WHERE NOT EXISTS (SELECT FROM "surety_webhook" q WHERE q.delivery_id = dead.delivery_id)
  RETURNING delivery_id, circuit, endpoint_id
), marked AS (
  UPDATE "surety_webhook_message" m
  SET ended = NULL, ended_at = NULL, reason = NULL, attempts = 0,
      redelivered = m.sequence_key IS NOT NULL AND m.delivery_id IN (SELECT delivery_id FROM queued)
  FROM dead
  WHERE m.delivery_id = dead.delivery_id
    AND m.delivery_id IN (SELECT delivery_id FROM held UNION ALL SELECT delivery_id FROM queued)
)
SELECT delivery_id, circuit, endpoint_id FROM held UNION ALL SELECT delivery_id, circuit, endpoint_id FROM queued

-- name: found
-- Decides nothing: deliveries by their ids.
SELECT m.delivery_id, m.webhook_id, m.tenant, e.name, coalesce(e.url, m.url, ''), m.event_type,
       CASE WHEN q.state IS NOT NULL THEN q.state ELSE coalesce(m.ended, 'delivered') END,
       coalesce(q.attempts,
         -- a delivery that is made writes nothing here
         (SELECT l.attempt FROM "surety_webhook_log" l
          WHERE m.ended IS NULL AND l.delivery_id = m.delivery_id ORDER BY l.fence DESC LIMIT 1),
         m.attempts),
       m.max_attempts, m.sequence_key, m.sequence_number,
       CAST(extract(epoch FROM m.created_at) * 1000000 AS bigint),
       CAST(extract(epoch FROM coalesce(q.due, m.ended_at)) * 1000000 AS bigint), m.reason, m.circuit_key, m.endpoint_id
FROM "surety_webhook_message" m
     LEFT JOIN "surety_webhook" q ON q.delivery_id = m.delivery_id
     LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = m.endpoint_id
WHERE m.delivery_id = ANY (CAST(?1 AS uuid[])) AND m.application = ?2
ORDER BY m.delivery_id

-- name: attempts
-- Decides nothing: what was tried of a delivery.
SELECT l.delivery_id, l.url, l.task_id, l.task_type, l.notification, l.sequence_key, l.sequence_number, l.attempt,
       l.max_attempts, l.outcome, l.status, l.millis, l.payload_size, coalesce(l.error, ''), l.will_retry,
       CAST(extract(epoch FROM l.next_retry) * 1000000 AS bigint),
       CAST(extract(epoch FROM l.occurred_at) * 1000000 AS bigint), l.excerpt
FROM "surety_webhook_log" l
WHERE l.delivery_id = CAST(?1 AS uuid) AND l.application = ?2
ORDER BY l.fence LIMIT 1000

-- name: any_worker
-- Decides nothing: whether an instance has delivered lately.
SELECT count(*), 1 FROM (
  SELECT FROM "surety_webhook_worker"
  WHERE application = ?1 AND seen_at > clock_timestamp() - CAST(?2 AS bigint) * interval '1 microsecond' LIMIT 1) w

-- name: untake
-- Gives keys back that were taken by messages which are not sent after all.
DELETE FROM "surety_webhook_dedup" d
USING unnest(CAST(?1 AS uuid[]), CAST(?2 AS uuid[])) AS g(key_hash, delivery_id)
WHERE d.key_hash = g.key_hash AND d.delivery_id = g.delivery_id
RETURNING d.key_hash, 1

-- name: listed_queued
-- Decides nothing: the ids of deliveries in the queue.
SELECT q.delivery_id, 1
FROM "surety_webhook" q JOIN "surety_webhook_message" m ON m.delivery_id = q.delivery_id
     LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = m.endpoint_id
WHERE q.application = ?1 AND q.state = ?2
  AND (cardinality(CAST(?3 AS text[])) = 0 OR m.tenant = ANY (CAST(?3 AS text[])))
  AND (cardinality(CAST(?4 AS text[])) = 0 OR e.name = ANY (CAST(?4 AS text[])))
  AND (cardinality(CAST(?5 AS text[])) = 0 OR m.event_type = ANY (CAST(?5 AS text[])))
  AND q.delivery_id >= CAST(?6 AS uuid) AND q.delivery_id < CAST(?7 AS uuid)
ORDER BY q.delivery_id LIMIT CAST(?8 AS bigint)

-- name: listed_ended
-- Decides nothing: the ids of dead or canceled deliveries.
SELECT m.delivery_id, 1
FROM "surety_webhook_message" m LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = m.endpoint_id
WHERE m.application = ?1 AND m.ended = ?2
  AND (cardinality(CAST(?3 AS text[])) = 0 OR m.tenant = ANY (CAST(?3 AS text[])))
  AND (cardinality(CAST(?4 AS text[])) = 0 OR e.name = ANY (CAST(?4 AS text[])))
  AND (cardinality(CAST(?5 AS text[])) = 0 OR m.event_type = ANY (CAST(?5 AS text[])))
  AND m.delivery_id >= CAST(?6 AS uuid) AND m.delivery_id < CAST(?7 AS uuid)
  AND NOT EXISTS (SELECT FROM "surety_webhook" q WHERE q.delivery_id = m.delivery_id)
ORDER BY m.ended_at, m.delivery_id LIMIT CAST(?8 AS bigint)

-- name: listed_delivered
-- Decides nothing: the ids of deliveries that were made.
SELECT m.delivery_id, 1
FROM "surety_webhook_message" m LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = m.endpoint_id
WHERE m.application = ?1 AND CAST(?2 AS text) = 'delivered' AND m.ended IS NULL
  AND (cardinality(CAST(?3 AS text[])) = 0 OR m.tenant = ANY (CAST(?3 AS text[])))
  AND (cardinality(CAST(?4 AS text[])) = 0 OR e.name = ANY (CAST(?4 AS text[])))
  AND (cardinality(CAST(?5 AS text[])) = 0 OR m.event_type = ANY (CAST(?5 AS text[])))
  AND m.delivery_id >= CAST(?6 AS uuid) AND m.delivery_id < CAST(?7 AS uuid)
  AND NOT EXISTS (SELECT FROM "surety_webhook" q WHERE q.delivery_id = m.delivery_id)
ORDER BY m.delivery_id LIMIT CAST(?8 AS bigint)

-- name: known
-- Decides nothing: whether there is something left of a delivery.
SELECT m.delivery_id, 1 FROM "surety_webhook_message" m
WHERE m.delivery_id = CAST(?1 AS uuid) AND m.application = ?2

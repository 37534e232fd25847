-- Every statement of webhooks. Double-quoted names are replaced by the configured ones.
-- Instants travel as microseconds since 1970, spans as microseconds; lists as arrays.

-- name: addressed
-- Decides nothing: which endpoint a tenant's name stands for.
SELECT e.endpoint_id, e.state, CAST(a.n AS integer)
FROM unnest(CAST(?1 AS text[]), CAST(?2 AS text[])) WITH ORDINALITY AS a(tenant, name, n)
     JOIN "surety_webhook_endpoint" e
     ON e.application = ?3 AND e.tenant = a.tenant AND e.name = a.name AND e.state <> 'deleted'

-- name: take
-- Decides whose an idempotency key is: one message takes it; tells which have.
INSERT INTO "surety_webhook_dedup" AS d (key_hash, application, body_hash, delivery_id, until)
SELECT g.key_hash, ?5, g.body_hash, g.delivery_id, clock_timestamp() + CAST(?4 AS bigint) * interval '1 microsecond'
FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS uuid[]), CAST(?3 AS uuid[])) AS g(key_hash, body_hash, delivery_id)
ORDER BY g.key_hash
ON CONFLICT (key_hash) DO UPDATE
SET body_hash = excluded.body_hash, delivery_id = excluded.delivery_id, until = excluded.until
WHERE d.until <= clock_timestamp()
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
-- Queues messages; tells the time.
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
    delivery_id, application, tenant, endpoint_id, url, circuit_key, event_type, webhook_id, content_type, body,
    headers, sequence_key, sequence_number, max_attempts, created_at, expires_at, task_id, task_type, notification,
    traceparent, redelivered, attempts)
  SELECT delivery_id, ?23, tenant, endpoint_id, url, circuit_key, event_type, webhook_id, content_type, body,
         headers, sequence_key, sequence_number, max_attempts, now,
         timestamptz 'epoch' + expires_at * interval '1 microsecond', task_id, task_type, notification,
         traceparent, false, 0
  FROM given
), queued AS (
  INSERT INTO "surety_webhook" (
    delivery_id, application, circuit, endpoint_id, state, due, fence, attempts, losses, sequence, sequence_number)
  SELECT delivery_id, ?23, circuit, endpoint_id, state, due, 0, 0, 0, sequence, sequence_number
  FROM given
)
SELECT CAST(extract(epoch FROM now) * 1000000 AS bigint), 1 FROM t

-- name: lanes
-- Decides nothing: which lanes behind ?2, ?3 have messages that are ready, whenever they are due, by one step of the
-- index each; with the limits of their endpoints.
WITH RECURSIVE lane AS (
  (SELECT q.circuit, q.endpoint_id FROM "surety_webhook" q
   WHERE q.application = ?1 AND q.state = 'ready' AND (q.circuit, q.endpoint_id) > (CAST(?2 AS uuid), CAST(?3 AS uuid))
   ORDER BY q.circuit, q.endpoint_id LIMIT 1)
  UNION ALL
  SELECT n.circuit, n.endpoint_id
  FROM lane l,
       LATERAL (SELECT q.circuit, q.endpoint_id FROM "surety_webhook" q
                WHERE q.application = ?1 AND q.state = 'ready' AND (q.circuit, q.endpoint_id) > (l.circuit, l.endpoint_id)
                ORDER BY q.circuit, q.endpoint_id LIMIT 1) n
)
SELECT l.circuit, l.endpoint_id, coalesce(e.max_in_flight, 0), coalesce(e.rate_limit, 0)
FROM (SELECT circuit, endpoint_id FROM lane LIMIT 1000) l
     LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = l.endpoint_id

-- name: claim
-- Decides who sends: takes from each lane what is due and nobody sends, unless its circuit or its endpoint holds it.
WITH t AS MATERIALIZED (
  SELECT clock_timestamp() AS now
), lane AS MATERIALIZED (
  SELECT l.circuit, l.endpoint_id, l.many, timestamptz 'epoch' + l.since * interval '1 microsecond' AS since
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS uuid[]), CAST(?3 AS bigint[]), CAST(?4 AS bigint[]))
       AS l(circuit, endpoint_id, many, since)
       LEFT JOIN "surety_webhook_circuit" c ON c.circuit = l.circuit
       LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = l.endpoint_id
  WHERE (c.circuit IS NULL OR c.state = 'closed' AND NOT c.paused OR e.state = 'deleted')
    AND (e.endpoint_id IS NULL OR e.state IN ('active', 'deleted'))
), picked AS MATERIALIZED (
  SELECT p.delivery_id
  FROM t, lane l,
       LATERAL (SELECT q.delivery_id FROM "surety_webhook" q
                WHERE q.application = ?5 AND q.circuit = l.circuit AND q.endpoint_id = l.endpoint_id
                  AND q.state = 'ready' AND q.due >= l.since AND q.due <= t.now
                  AND (q.leased_until IS NULL OR q.leased_until <= t.now)
                ORDER BY q.due LIMIT l.many FOR NO KEY UPDATE SKIP LOCKED) p
), claimed AS (
  UPDATE "surety_webhook" q
  SET leased_until = t.now + CAST(?6 AS bigint) * interval '1 microsecond', fence = q.fence + 1,
      losses = q.losses + CASE WHEN q.leased_until IS NULL THEN 0 ELSE 1 END
  FROM t, picked p
  WHERE q.delivery_id = p.delivery_id
  RETURNING q.delivery_id, q.fence, q.circuit, q.endpoint_id, q.due, q.attempts, q.losses
)
SELECT c.delivery_id, c.fence, c.circuit, c.endpoint_id, CAST(extract(epoch FROM c.due) * 1000000 AS bigint),
       c.attempts,
       CASE WHEN c.losses >= 3 THEN 'worker-lost'
            WHEN e.state = 'deleted' OR coalesce(e.url, m.url) IS NULL THEN 'endpoint-deleted'
            WHEN m.expires_at <= t.now THEN 'expired' ELSE '' END,
       m.tenant, coalesce(e.url, m.url, ''), m.circuit_key, m.event_type, m.webhook_id, m.content_type, m.body, m.headers,
       m.sequence_key, m.sequence_number, m.max_attempts,
       CAST(extract(epoch FROM m.expires_at) * 1000000 AS bigint), m.task_id, m.task_type, m.notification,
       m.traceparent, m.redelivered,
       e.name, e.ring, e.signatures, e.headers, e.client_certificate, e.max_in_flight
FROM t, claimed c JOIN "surety_webhook_message" m ON m.delivery_id = c.delivery_id
     LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = c.endpoint_id
ORDER BY c.due, c.delivery_id

-- name: probe
-- Decides who probes an open circuit: one lease on its row at a time, taken with one message of its lanes. Circuits
-- without a message that is due are not in the way of others.
WITH t AS MATERIALIZED (
  SELECT clock_timestamp() AS now
), lane AS MATERIALIZED (
  SELECT l.circuit, l.endpoint_id
  FROM t, unnest(CAST(?1 AS uuid[]), CAST(?2 AS uuid[])) AS l(circuit, endpoint_id)
       JOIN "surety_webhook_circuit" c ON c.circuit = l.circuit
       LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = l.endpoint_id
  WHERE c.application = ?3 AND c.state IN ('open', 'half_open') AND NOT c.paused AND c.probe_at <= t.now
    AND (c.probe_until IS NULL OR c.probe_until <= t.now) AND (e.endpoint_id IS NULL OR e.state = 'active')
    AND EXISTS (SELECT FROM "surety_webhook" q
                WHERE q.application = ?3 AND q.circuit = l.circuit AND q.endpoint_id = l.endpoint_id
                  AND q.state = 'ready' AND q.due <= t.now AND (q.leased_until IS NULL OR q.leased_until <= t.now))
), open AS MATERIALIZED (
  SELECT c.circuit FROM t, "surety_webhook_circuit" c
  WHERE c.circuit IN (SELECT l.circuit FROM lane l) AND c.state IN ('open', 'half_open')
    AND NOT c.paused AND c.probe_at <= t.now AND (c.probe_until IS NULL OR c.probe_until <= t.now)
  ORDER BY c.circuit LIMIT 100 FOR NO KEY UPDATE OF c SKIP LOCKED
), picked AS MATERIALIZED (
  SELECT DISTINCT ON (o.circuit) o.circuit, p.delivery_id
  FROM t, open o JOIN lane l ON l.circuit = o.circuit,
       LATERAL (SELECT q.delivery_id FROM "surety_webhook" q
                WHERE q.application = ?3 AND q.circuit = l.circuit AND q.endpoint_id = l.endpoint_id
                  AND q.state = 'ready' AND q.due <= t.now AND (q.leased_until IS NULL OR q.leased_until <= t.now)
                ORDER BY q.due LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) p
  ORDER BY o.circuit
), leased AS (
  UPDATE "surety_webhook_circuit" c
  SET state = 'half_open', successes = CASE WHEN c.state = 'open' THEN 0 ELSE c.successes END,
      probe = gen_random_uuid(), probe_until = t.now + CAST(?4 AS bigint) * interval '1 microsecond', changed_at = t.now
  FROM t, picked p WHERE c.circuit = p.circuit
  RETURNING c.circuit, c.probe
), claimed AS (
  UPDATE "surety_webhook" q
  SET leased_until = t.now + CAST(?4 AS bigint) * interval '1 microsecond', fence = q.fence + 1,
      losses = q.losses + CASE WHEN q.leased_until IS NULL THEN 0 ELSE 1 END
  FROM t, picked p
  WHERE q.delivery_id = p.delivery_id
  RETURNING q.delivery_id, q.fence, q.circuit, q.endpoint_id, q.due, q.attempts, q.losses
)
SELECT c.delivery_id, c.fence, c.circuit, c.endpoint_id, CAST(extract(epoch FROM c.due) * 1000000 AS bigint),
       c.attempts,
       CASE WHEN c.losses >= 3 THEN 'worker-lost'
            WHEN e.state = 'deleted' OR coalesce(e.url, m.url) IS NULL THEN 'endpoint-deleted'
            WHEN m.expires_at <= t.now THEN 'expired' ELSE '' END,
       m.tenant, coalesce(e.url, m.url, ''), m.circuit_key, m.event_type, m.webhook_id, m.content_type, m.body, m.headers,
       m.sequence_key, m.sequence_number, m.max_attempts,
       CAST(extract(epoch FROM m.expires_at) * 1000000 AS bigint), m.task_id, m.task_type, m.notification,
       m.traceparent, m.redelivered,
       e.name, e.ring, e.signatures, e.headers, e.client_certificate, e.max_in_flight, l.probe
FROM t, claimed c JOIN leased l ON l.circuit = c.circuit
     JOIN "surety_webhook_message" m ON m.delivery_id = c.delivery_id
     LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = c.endpoint_id

-- name: extend
-- Keeps claims that are still ours; tells which.
WITH ours AS (
  SELECT q.delivery_id
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS bigint[])) AS g(delivery_id, fence)
       JOIN "surety_webhook" q ON q.delivery_id = g.delivery_id AND q.fence = g.fence AND q.leased_until IS NOT NULL
  ORDER BY q.delivery_id FOR NO KEY UPDATE OF q SKIP LOCKED
)
UPDATE "surety_webhook" q SET leased_until = clock_timestamp() + CAST(?3 AS bigint) * interval '1 microsecond'
FROM ours WHERE q.delivery_id = ours.delivery_id
RETURNING q.delivery_id, 1

-- name: finish
-- Ends deliveries whose claims are still ours and that nobody has locked; tells which, and their sequences.
WITH ours AS (
  SELECT q.delivery_id
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS bigint[])) AS g(delivery_id, fence)
       JOIN "surety_webhook" q ON q.delivery_id = g.delivery_id AND q.fence = g.fence AND q.leased_until IS NOT NULL
  ORDER BY q.delivery_id FOR UPDATE OF q SKIP LOCKED
)
DELETE FROM "surety_webhook" q USING ours WHERE q.delivery_id = ours.delivery_id
RETURNING q.delivery_id, q.sequence

-- name: put_back
-- Queues deliveries again whose claims are still ours: due in ?3, with ?4 attempts; or, being dead, to hold their
-- sequence (?5). Tells which.
WITH ours AS (
  SELECT q.delivery_id, g.after, g.attempts, g.state
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS bigint[]), CAST(?3 AS bigint[]), CAST(?4 AS bigint[]), CAST(?5 AS text[]))
       AS g(delivery_id, fence, after, attempts, state)
       JOIN "surety_webhook" q ON q.delivery_id = g.delivery_id AND q.fence = g.fence AND q.leased_until IS NOT NULL
  ORDER BY q.delivery_id FOR NO KEY UPDATE OF q SKIP LOCKED
)
UPDATE "surety_webhook" q
SET due = CASE WHEN o.after = 0 THEN q.due ELSE clock_timestamp() + o.after * interval '1 microsecond' END,
    attempts = o.attempts, state = o.state, leased_until = NULL, losses = 0
FROM ours o WHERE q.delivery_id = o.delivery_id
RETURNING q.delivery_id, 1

-- name: ours
-- Decides nothing: which claims are still ours, although their rows are locked.
SELECT q.delivery_id, 1
FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS bigint[])) AS g(delivery_id, fence)
     JOIN "surety_webhook" q ON q.delivery_id = g.delivery_id AND q.fence = g.fence AND q.leased_until IS NOT NULL

-- name: promote
-- Lets the first of each sequence go, unless it goes already or holds the others; tells its lane, or none where
-- somebody has locked it, so that it must be tried again.
WITH first AS MATERIALIZED (
  SELECT s.sequence, f.delivery_id
  FROM unnest(CAST(?1 AS uuid[])) AS s(sequence),
       LATERAL (SELECT q.delivery_id, q.state FROM "surety_webhook" q
                WHERE q.sequence = s.sequence ORDER BY q.sequence_number LIMIT 1) f
  WHERE f.state = 'waiting'
), ours AS MATERIALIZED (
  SELECT q.delivery_id FROM first f JOIN "surety_webhook" q ON q.delivery_id = f.delivery_id
  WHERE q.state = 'waiting'
  ORDER BY q.delivery_id FOR NO KEY UPDATE OF q SKIP LOCKED
), moved AS (
  UPDATE "surety_webhook" q SET state = 'ready', due = greatest(q.due, clock_timestamp())
  FROM ours o WHERE q.delivery_id = o.delivery_id
  RETURNING q.delivery_id, q.circuit, q.endpoint_id
)
SELECT f.sequence, m.circuit, m.endpoint_id FROM first f LEFT JOIN moved m ON m.delivery_id = f.delivery_id

-- name: sequences
-- Decides nothing: the next few sequences behind ?1 that have messages, by one step of the index each, and whether
-- they are the application's.
WITH RECURSIVE s AS (
  (SELECT q.sequence, q.application FROM "surety_webhook" q
   WHERE q.sequence > CAST(?1 AS uuid) AND q.sequence IS NOT NULL ORDER BY q.sequence LIMIT 1)
  UNION ALL
  SELECT n.sequence, n.application
  FROM s, LATERAL (SELECT q.sequence, q.application FROM "surety_webhook" q
                   WHERE q.sequence > s.sequence AND q.sequence IS NOT NULL ORDER BY q.sequence LIMIT 1) n
)
SELECT sequence, application = ?2 FROM s LIMIT 1000

-- name: bury
-- Makes messages dead letters.
UPDATE "surety_webhook_message" m
SET ended = 'dead', ended_at = clock_timestamp(), reason = g.reason, attempts = g.attempts
FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS text[]), CAST(?3 AS bigint[])) AS g(delivery_id, reason, attempts)
WHERE m.delivery_id = g.delivery_id
RETURNING m.delivery_id, 1

-- name: log
-- Writes down attempts.
INSERT INTO "surety_webhook_log" (
  log_id, application, delivery_id, url, task_id, task_type, notification, sequence_key, sequence_number, attempt,
  max_attempts, outcome, status, millis, payload_size, error, will_retry, next_retry, occurred_at, excerpt)
SELECT g.log_id, ?18, g.delivery_id, g.url, g.task_id, g.task_type, g.notification, g.sequence_key, g.sequence_number,
       g.attempt, g.max_attempts, g.outcome, g.status, g.millis, g.payload_size, g.error, g.next_retry IS NOT NULL,
       t.now + g.next_retry * interval '1 microsecond', t.now, g.excerpt
FROM (SELECT clock_timestamp() AS now) t, unnest(
  CAST(?1 AS uuid[]), CAST(?2 AS uuid[]), CAST(?3 AS text[]), CAST(?4 AS text[]), CAST(?5 AS text[]),
  CAST(?6 AS text[]), CAST(?7 AS text[]), CAST(?8 AS bigint[]), CAST(?9 AS bigint[]), CAST(?10 AS bigint[]),
  CAST(?11 AS text[]), CAST(?12 AS bigint[]), CAST(?13 AS bigint[]), CAST(?14 AS bigint[]), CAST(?15 AS text[]),
  CAST(?16 AS bigint[]), CAST(?17 AS text[])) AS g(
  log_id, delivery_id, url, task_id, task_type, notification, sequence_key, sequence_number, attempt, max_attempts,
  outcome, status, millis, payload_size, error, next_retry, excerpt)
RETURNING 1, 1

-- name: cancel
-- Ends a delivery for its application, in its order among those of its sequence; tells its sequence.
WITH ended AS (
  DELETE FROM "surety_webhook" q
  WHERE q.delivery_id = CAST(?1 AS uuid) AND q.application = ?2 AND q.state <> 'blocking'
  RETURNING q.delivery_id, q.sequence, q.attempts
), marked AS (
  UPDATE "surety_webhook_message" m
  SET ended = 'canceled', ended_at = clock_timestamp(), attempts = e.attempts
  FROM ended e WHERE m.delivery_id = e.delivery_id
)
SELECT sequence, 1 FROM ended

-- name: lock_sequence
-- Puts what is done to a delivery of a sequence in order with what is sent to it.
SELECT s.sequence, 1
FROM "surety_webhook" q JOIN "surety_webhook_sequence" s ON s.sequence = q.sequence
WHERE q.delivery_id = CAST(?1 AS uuid) AND q.application = ?2
FOR NO KEY UPDATE OF s

-- name: skip
-- Ends the hold of a dead delivery; tells its sequence.
DELETE FROM "surety_webhook" q
WHERE q.delivery_id = CAST(?1 AS uuid) AND q.application = ?2 AND q.state = 'blocking'
RETURNING q.sequence, 1

-- name: redeliver
-- Queues dead letters again: one that holds its sequence in its place, others out of order; tells which, and where.
WITH dead AS (
  SELECT m.delivery_id, m.endpoint_id, m.sequence_key FROM "surety_webhook_message" m
  WHERE m.delivery_id = ANY (CAST(?1 AS uuid[])) AND m.application = ?2 AND m.ended = 'dead'
  ORDER BY m.delivery_id FOR NO KEY UPDATE OF m
), held AS (
  UPDATE "surety_webhook" q
  SET state = 'ready', due = clock_timestamp(), attempts = 0, losses = 0, leased_until = NULL
  FROM dead WHERE q.delivery_id = dead.delivery_id
  RETURNING q.delivery_id, q.circuit, q.endpoint_id
), queued AS (
  INSERT INTO "surety_webhook" (
    delivery_id, application, circuit, endpoint_id, state, due, fence, attempts, losses)
  SELECT dead.delivery_id, ?2, g.circuit, dead.endpoint_id, 'ready', clock_timestamp(),
         -- higher than that of any claim of its earlier life
         CAST(extract(epoch FROM clock_timestamp()) AS bigint) % 2000000000, 0, 0
  FROM dead JOIN unnest(CAST(?1 AS uuid[]), CAST(?3 AS uuid[])) AS g(delivery_id, circuit)
       ON g.delivery_id = dead.delivery_id
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
          WHERE m.ended IS NULL AND l.delivery_id = m.delivery_id ORDER BY l.log_id DESC LIMIT 1),
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
ORDER BY l.log_id LIMIT 1000

-- name: seen
-- Says that this instance delivers.
INSERT INTO "surety_webhook_worker" (worker, application, seen_at) VALUES (CAST(?1 AS uuid), ?2, clock_timestamp())
ON CONFLICT (worker) DO UPDATE SET seen_at = excluded.seen_at
RETURNING 1, 1

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

-- name: circuits_of
-- Decides nothing: what the circuits of dead letters are made of; nothing for one that is none.
SELECT m.delivery_id, m.tenant, m.endpoint_id, m.url, m.circuit_key, coalesce(e.name, '')
FROM "surety_webhook_message" m LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = m.endpoint_id
WHERE m.delivery_id = ANY (CAST(?1 AS uuid[])) AND m.application = ?2

-- name: sweep_keys
-- Drops idempotency keys past their horizon.
WITH old AS (
  SELECT key_hash FROM "surety_webhook_dedup" WHERE until <= clock_timestamp() ORDER BY until LIMIT 500
  FOR UPDATE SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_webhook_dedup" d USING old WHERE d.key_hash = old.key_hash RETURNING 1
)
SELECT count(*), 1 FROM dropped

-- name: sweep_log
-- Drops log entries behind ?1 past their horizon, which their ids tell; tells how many, and where it came to.
WITH looked AS MATERIALIZED (
  SELECT log_id, application FROM "surety_webhook_log"
  WHERE log_id > CAST(?1 AS uuid)
    AND log_id < CAST(lpad(to_hex(CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)
                                  - CAST(?2 AS bigint) / 1000), 12, '0') || '00000000000000000000' AS uuid)
  ORDER BY log_id LIMIT 500
), dropped AS (
  DELETE FROM "surety_webhook_log" l USING looked WHERE l.log_id = looked.log_id AND looked.application = ?3
  RETURNING 1
)
SELECT (SELECT count(*) FROM dropped), (SELECT log_id FROM looked ORDER BY log_id DESC LIMIT 1)

-- name: sweep_delivered
-- Drops messages behind ?1 that were delivered before their horizon; tells how many, and where it came to.
WITH looked AS MATERIALIZED (
  SELECT m.delivery_id, m.application, m.ended FROM "surety_webhook_message" m
  WHERE m.delivery_id > CAST(?1 AS uuid)
    AND m.delivery_id < CAST(lpad(to_hex(CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)
                                         - CAST(?2 AS bigint) / 1000), 12, '0') || '00000000000000000000' AS uuid)
  ORDER BY m.delivery_id LIMIT 500
), dropped AS (
  DELETE FROM "surety_webhook_message" m USING looked l
  WHERE m.delivery_id = l.delivery_id AND l.application = ?3 AND l.ended IS NULL AND m.ended IS NULL
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

-- name: circuit_make
-- Makes the rows of circuits that have failures to count, closed; those that are there stay as they are.
WITH made AS (
  INSERT INTO "surety_webhook_circuit"
    (circuit, application, tenant, circuit_key, state, paused, failures, successes, probe_at, reason, changed_at)
  SELECT a.circuit, ?4, a.tenant, a.circuit_key, 'closed', false, 0, 0, t.now, '', t.now
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS text[]), CAST(?3 AS text[])) AS a(circuit, tenant, circuit_key),
       (SELECT clock_timestamp() AS now) t
  ORDER BY a.circuit
  ON CONFLICT DO NOTHING
  RETURNING circuit
)
SELECT count(*), 1 FROM made

-- name: circuit_lock
-- Decides who settles results of circuits: their rows are locked in ascending order until the transaction ends.
SELECT circuit, tenant, circuit_key, state, paused, failures, successes,
       CAST(extract(epoch FROM probe_at) * 1000000 AS bigint), probe,
       CAST(extract(epoch FROM probe_until) * 1000000 AS bigint), reason,
       CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)
FROM "surety_webhook_circuit"
WHERE circuit = ANY (CAST(?1 AS uuid[])) AND application = ?2
ORDER BY circuit
FOR NO KEY UPDATE

-- name: circuit_write
-- Writes circuits, which the transaction has locked; a written one has no probe unless it still is under way.
WITH written AS (
  UPDATE "surety_webhook_circuit" c
  SET state = w.state, paused = w.paused, failures = w.failures, successes = w.successes,
      probe_at = timestamptz 'epoch' + w.probe_at * interval '1 microsecond',
      probe = CAST(NULLIF(w.probe, '') AS uuid), probe_until = CASE WHEN w.probe <> '' THEN c.probe_until END,
      reason = w.reason, changed_at = clock_timestamp()
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS text[]), CAST(?3 AS boolean[]), CAST(?4 AS bigint[]),
              CAST(?5 AS bigint[]), CAST(?6 AS bigint[]), CAST(?7 AS text[]), CAST(?8 AS text[]))
       AS w(circuit, state, paused, failures, successes, probe_at, probe, reason)
  WHERE c.circuit = w.circuit
  RETURNING c.circuit
)
SELECT count(*), 1 FROM written

-- name: circuit_forget
-- Drops circuits, which the transaction has locked.
WITH dropped AS (
  DELETE FROM "surety_webhook_circuit"
  WHERE circuit = ANY (CAST(?1 AS uuid[])) AND application = ?2
  RETURNING circuit
)
SELECT count(*), 1 FROM dropped

-- name: circuit_probe
-- Decides who probes: of the given circuits those whose pause is over and that nobody probes become half open under
-- the lease that is given with each. Locked ones are passed over.
WITH free AS MATERIALIZED (
  SELECT c.circuit, a.token
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS uuid[])) AS a(circuit, token)
       JOIN "surety_webhook_circuit" c ON c.circuit = a.circuit
  WHERE c.application = ?3 AND c.state IN ('open', 'half_open') AND NOT c.paused
    AND c.probe_at <= clock_timestamp() AND (c.probe_until IS NULL OR c.probe_until <= clock_timestamp())
  ORDER BY c.circuit
  FOR NO KEY UPDATE OF c SKIP LOCKED
)
UPDATE "surety_webhook_circuit" c
SET state = 'half_open', probe = f.token,
    probe_until = clock_timestamp() + CAST(?4 AS bigint) * interval '1 microsecond'
FROM free f
WHERE c.circuit = f.circuit
RETURNING c.circuit, c.probe

-- name: circuit_sweep
-- Drops circuits to which nothing was sent for long and that nobody holds by hand, at most 200.
WITH idle AS MATERIALIZED (
  SELECT circuit FROM "surety_webhook_circuit"
  WHERE application = ?1 AND NOT paused
    AND changed_at < clock_timestamp() - CAST(?2 AS bigint) * interval '1 microsecond'
    AND coalesce(probe_until, probe_at) < clock_timestamp() - CAST(?3 AS bigint) * interval '1 microsecond'
  LIMIT 200
  FOR NO KEY UPDATE SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_webhook_circuit" WHERE circuit IN (SELECT circuit FROM idle) RETURNING circuit
)
SELECT count(*), 1 FROM dropped

-- name: circuit_list
-- Decides nothing: the circuits of which something is known, by their keys.
SELECT tenant, circuit_key, state, paused, failures, successes, reason,
       CAST(extract(epoch FROM greatest(probe_at, probe_until)) * 1000000 AS bigint)
FROM "surety_webhook_circuit"
WHERE application = ?1 AND (state <> 'closed' OR failures > 0 OR paused)
ORDER BY tenant, circuit_key, circuit
LIMIT 1000

-- name: circuit_find
-- Decides which of the circuits that an operator may mean it is: the first of which something is known.
SELECT c.tenant, c.circuit_key, c.state, c.paused, c.failures, c.successes, c.reason,
       CAST(extract(epoch FROM greatest(c.probe_at, c.probe_until)) * 1000000 AS bigint), c.circuit
FROM unnest(CAST(?1 AS uuid[])) WITH ORDINALITY AS a(circuit, n)
     JOIN "surety_webhook_circuit" c ON c.circuit = a.circuit
WHERE c.application = ?2
ORDER BY a.n
LIMIT 1

-- name: circuit_reset
-- Closes a circuit and forgets what it counted; a probe that is under way will change nothing.
UPDATE "surety_webhook_circuit"
SET state = 'closed', failures = 0, successes = 0, probe_at = clock_timestamp(), probe = NULL, probe_until = NULL,
    reason = '', changed_at = clock_timestamp()
WHERE circuit = ?1 AND application = ?2 AND (state <> 'closed' OR failures > 0)
RETURNING circuit, paused

-- name: circuit_pause
-- Holds a circuit by hand.
INSERT INTO "surety_webhook_circuit" AS c
  (circuit, application, tenant, circuit_key, state, paused, failures, successes, probe_at, reason, changed_at)
SELECT ?1, ?2, ?3, ?4, 'closed', true, 0, 0, t.now, '', t.now FROM (SELECT clock_timestamp() AS now) t
ON CONFLICT (circuit) DO UPDATE SET paused = true, changed_at = clock_timestamp()
RETURNING circuit, paused

-- name: circuit_resume
-- Ends a pause by hand, if there is one.
UPDATE "surety_webhook_circuit" SET paused = false, changed_at = clock_timestamp()
WHERE circuit = ?1 AND application = ?2 AND paused
RETURNING circuit, state = 'closed' AND failures = 0

-- name: endpoint_create
-- Makes an endpoint, unless the tenant has one of that name; the unique index lets there be one.
INSERT INTO "surety_webhook_endpoint"
  (endpoint_id, application, tenant, name, url, ring, signatures, headers, client_certificate, rate_limit,
   rated_until, max_in_flight, state, reason, created_at, updated_at)
SELECT ?1, ?2, ?3, ?4, ?5, NULLIF(?6, ''), ?7, NULLIF(?8, ''), NULLIF(?9, ''), NULLIF(CAST(?10 AS integer), 0),
       t.now, NULLIF(CAST(?11 AS integer), 0), 'active', '', t.now, t.now
FROM (SELECT clock_timestamp() AS now) t
ON CONFLICT DO NOTHING
RETURNING endpoint_id, tenant, name, url, ring, signatures, headers, client_certificate, rate_limit, max_in_flight,
          state, reason, CAST(extract(epoch FROM failing_since) * 1000000 AS bigint),
          CAST(extract(epoch FROM created_at) * 1000000 AS bigint),
          CAST(extract(epoch FROM updated_at) * 1000000 AS bigint)

-- name: endpoint_update
-- Replaces an endpoint's settings; failures of another url are not held against the new one.
UPDATE "surety_webhook_endpoint"
SET url = ?4, ring = NULLIF(?5, ''), signatures = ?6, headers = NULLIF(?7, ''), client_certificate = NULLIF(?8, ''),
    rate_limit = NULLIF(CAST(?9 AS integer), 0), max_in_flight = NULLIF(CAST(?10 AS integer), 0),
    failing_since = CASE WHEN url = ?4 THEN failing_since END, updated_at = clock_timestamp()
WHERE application = ?1 AND tenant = ?2 AND name = ?3 AND state <> 'deleted'
RETURNING endpoint_id, state

-- name: endpoint_pause
-- Holds an endpoint's messages; a disabled one stays disabled.
UPDATE "surety_webhook_endpoint" SET state = 'paused', updated_at = clock_timestamp()
WHERE application = ?1 AND tenant = ?2 AND name = ?3 AND state = 'active'
RETURNING endpoint_id, state

-- name: endpoint_resume
-- Makes an endpoint active, with no failures held against it.
UPDATE "surety_webhook_endpoint"
SET state = 'active', reason = '', failing_since = NULL, updated_at = clock_timestamp()
WHERE application = ?1 AND tenant = ?2 AND name = ?3 AND state IN ('paused', 'disabled')
RETURNING endpoint_id, state

-- name: endpoint_disable
-- Holds an endpoint's messages and refuses new ones.
UPDATE "surety_webhook_endpoint" SET state = 'disabled', reason = ?4, updated_at = clock_timestamp()
WHERE application = ?1 AND tenant = ?2 AND name = ?3 AND state IN ('active', 'paused')
RETURNING endpoint_id, state

-- name: endpoint_delete
-- Frees an endpoint's name; its row stays until its messages have ended.
UPDATE "surety_webhook_endpoint" SET state = 'deleted', updated_at = clock_timestamp()
WHERE application = ?1 AND tenant = ?2 AND name = ?3 AND state <> 'deleted'
RETURNING endpoint_id, state

-- name: endpoint_find
-- Decides nothing: an endpoint as it is.
SELECT endpoint_id, tenant, name, url, ring, signatures, headers, client_certificate, rate_limit, max_in_flight,
       state, reason, CAST(extract(epoch FROM failing_since) * 1000000 AS bigint),
       CAST(extract(epoch FROM created_at) * 1000000 AS bigint),
       CAST(extract(epoch FROM updated_at) * 1000000 AS bigint)
FROM "surety_webhook_endpoint"
WHERE application = ?1 AND tenant = ?2 AND name = ?3 AND state <> 'deleted'

-- name: endpoint_list
-- Decides nothing: a tenant's endpoints behind a name.
SELECT endpoint_id, tenant, name, url, ring, signatures, headers, client_certificate, rate_limit, max_in_flight,
       state, reason, CAST(extract(epoch FROM failing_since) * 1000000 AS bigint),
       CAST(extract(epoch FROM created_at) * 1000000 AS bigint),
       CAST(extract(epoch FROM updated_at) * 1000000 AS bigint)
FROM "surety_webhook_endpoint"
WHERE application = ?1 AND tenant = ?2 AND name > ?3 AND state <> 'deleted'
ORDER BY name
LIMIT CAST(?4 AS integer)

-- name: endpoint_results
-- Decides since when endpoints fail, and which are disabled: those that have gone (g), and those with nothing but
-- failures for long. s: a success came; f: the last one failed. Writes only what changes.
WITH told AS MATERIALIZED (
  SELECT e.endpoint_id, e.tenant, e.name, t.now, r.s, r.f, r.g, e.failing_since,
         CASE WHEN r.g THEN 'gone'
              WHEN r.f AND NOT r.s AND CAST(?5 AS bigint) > 0
               AND e.failing_since <= t.now - CAST(?5 AS bigint) * interval '1 microsecond' THEN 'failing'
              ELSE '' END AS disabling
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS boolean[]), CAST(?3 AS boolean[]), CAST(?4 AS boolean[]))
       AS r(endpoint_id, s, f, g)
       JOIN "surety_webhook_endpoint" e ON e.endpoint_id = r.endpoint_id,
       (SELECT clock_timestamp() AS now) t
  WHERE e.application = ?6 AND e.state IN ('active', 'paused')
    AND (r.g OR (r.s OR NOT r.f) AND e.failing_since IS NOT NULL OR r.f AND e.failing_since IS NULL
         OR r.f AND CAST(?5 AS bigint) > 0
            AND e.failing_since <= t.now - CAST(?5 AS bigint) * interval '1 microsecond')
  ORDER BY e.endpoint_id
  FOR NO KEY UPDATE OF e
)
UPDATE "surety_webhook_endpoint" e
SET failing_since = CASE WHEN t.f THEN CASE WHEN t.s THEN t.now ELSE coalesce(t.failing_since, t.now) END END,
    state = CASE WHEN t.disabling = '' THEN e.state ELSE 'disabled' END,
    reason = CASE WHEN t.disabling = '' THEN e.reason ELSE t.disabling END,
    updated_at = CASE WHEN t.disabling = '' THEN e.updated_at ELSE t.now END
FROM told t
WHERE e.endpoint_id = t.endpoint_id
RETURNING e.endpoint_id, t.tenant, t.name, t.disabling

-- name: endpoint_rates
-- Decides how many messages each endpoint may be sent now, of those that are wanted, and for how many microseconds
-- none more (GCRA; a tenth of a second's worth at once). Without a limit all; of a locked row none.
WITH asked AS MATERIALIZED (
  SELECT e.endpoint_id, a.wanted, e.rate_limit
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS bigint[])) AS a(endpoint_id, wanted)
       JOIN "surety_webhook_endpoint" e ON e.endpoint_id = a.endpoint_id
  WHERE e.application = ?3 AND e.state = 'active'
), locked AS MATERIALIZED (
  SELECT e.endpoint_id, a.wanted, CAST(1000000 AS numeric) / e.rate_limit AS step,
         greatest(1, e.rate_limit / 10) AS burst, t.now, greatest(e.rated_until, t.now) AS rated_until
  FROM asked a JOIN "surety_webhook_endpoint" e ON e.endpoint_id = a.endpoint_id,
       (SELECT clock_timestamp() AS now) t
  WHERE a.rate_limit IS NOT NULL AND e.rate_limit IS NOT NULL
  ORDER BY e.endpoint_id
  FOR NO KEY UPDATE OF e SKIP LOCKED
), room AS MATERIALIZED (
  SELECT l.endpoint_id, l.wanted, l.step, l.now, l.rated_until, l.burst,
         least(l.wanted, greatest(0, l.burst - CAST(ceil(
           extract(epoch FROM l.rated_until - l.now) * 1000000 / l.step) AS bigint))) AS granted
  FROM locked l
), moved AS (
  UPDATE "surety_webhook_endpoint" e
  SET rated_until = r.rated_until + CAST(ceil(r.granted * r.step) AS bigint) * interval '1 microsecond'
  FROM room r
  WHERE e.endpoint_id = r.endpoint_id AND r.granted > 0
  RETURNING e.endpoint_id
)
SELECT a.endpoint_id,
       CASE WHEN a.rate_limit IS NULL THEN a.wanted ELSE coalesce(r.granted, 0) END,
       CASE WHEN a.rate_limit IS NULL OR r.granted = a.wanted THEN 0
            ELSE coalesce(greatest(0, CAST(ceil(extract(epoch FROM r.rated_until - r.now) * 1000000
                                                + (r.granted + 1 - r.burst) * r.step) AS bigint)), 1000) END
FROM asked a LEFT JOIN room r ON r.endpoint_id = a.endpoint_id

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

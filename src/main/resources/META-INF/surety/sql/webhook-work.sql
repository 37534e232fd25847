-- The statements of workers: which messages they claim, how long they keep them, and what becomes of them.
-- Values travel as in webhook.sql.

-- name: lanes
-- Decides nothing: which lanes before ?2, ?3 have messages that are ready, whenever they are due, by one step of the
-- index each; with the limits of their endpoints, and whether they are held. Backwards, because what was claimed and
-- may not have been vacuumed is at the start of each.
WITH RECURSIVE lane AS (
  (SELECT q.circuit, q.endpoint_id FROM "surety_webhook" q
   WHERE q.application = ?1 AND q.state = 'ready' AND (q.circuit, q.endpoint_id) < (CAST(?2 AS uuid), CAST(?3 AS uuid))
   ORDER BY q.circuit DESC, q.endpoint_id DESC, q.due DESC LIMIT 1)
  UNION ALL
  SELECT n.circuit, n.endpoint_id
  FROM lane l,
       LATERAL (SELECT q.circuit, q.endpoint_id FROM "surety_webhook" q
                WHERE q.application = ?1 AND q.state = 'ready' AND (q.circuit, q.endpoint_id) < (l.circuit, l.endpoint_id)
                ORDER BY q.circuit DESC, q.endpoint_id DESC, q.due DESC LIMIT 1) n
)
SELECT l.circuit, l.endpoint_id, coalesce(e.max_in_flight, 0), coalesce(e.rate_limit, 0),
       coalesce(e.state, 'active') <> 'deleted'
         AND (coalesce(e.state, 'active') <> 'active' OR c.circuit IS NOT NULL AND (c.state <> 'closed' OR c.paused))
FROM (SELECT circuit, endpoint_id FROM lane LIMIT 1000) l
     LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = l.endpoint_id
     LEFT JOIN "surety_webhook_circuit" c ON c.circuit = l.circuit
ORDER BY l.circuit DESC, l.endpoint_id DESC

-- piece: claimed
-- What the worker is told of a claim (c) with its message (m) and endpoint (e), at a time (t).
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

-- name: claim
-- Decides who sends: takes from each lane what is due and nobody sends, unless its circuit or its endpoint holds it;
-- of each lane the oldest, until their bodies have as many bytes together as ?7 says.
WITH t AS MATERIALIZED (
  SELECT clock_timestamp() AS now
), lane AS MATERIALIZED (
  SELECT l.circuit, l.endpoint_id, l.many, timestamptz 'epoch' + l.since * interval '1 microsecond' AS since, l.bytes
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS uuid[]), CAST(?3 AS bigint[]), CAST(?4 AS bigint[]), CAST(?7 AS bigint[]))
       AS l(circuit, endpoint_id, many, since, bytes)
       LEFT JOIN "surety_webhook_circuit" c ON c.circuit = l.circuit
       LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = l.endpoint_id
  WHERE (c.circuit IS NULL OR c.state = 'closed' AND NOT c.paused OR e.state = 'deleted')
    AND (e.endpoint_id IS NULL OR e.state IN ('active', 'deleted'))
), found AS MATERIALIZED (
  SELECT p.delivery_id, p.due, p.size, l.circuit, l.endpoint_id, l.bytes
  FROM t, lane l,
       LATERAL (SELECT q.delivery_id, q.due, q.size FROM "surety_webhook" q
                WHERE q.application = ?5 AND q.circuit = l.circuit AND q.endpoint_id = l.endpoint_id
                  AND q.state = 'ready' AND q.due >= l.since AND q.due <= t.now
                  AND (q.leased_until IS NULL OR q.leased_until <= t.now)
                ORDER BY q.due LIMIT l.many FOR NO KEY UPDATE SKIP LOCKED) p
), picked AS MATERIALIZED (
  SELECT f.delivery_id
  FROM (SELECT delivery_id, bytes,
               sum(size) OVER (PARTITION BY circuit, endpoint_id ORDER BY due, delivery_id) - size AS before
        FROM found) f
  WHERE f.before < f.bytes
), claimed AS (
  UPDATE "surety_webhook" q
  SET leased_until = t.now + CAST(?6 AS bigint) * interval '1 microsecond', fence = q.fence + 1,
      losses = q.losses + CASE WHEN q.leased_until IS NULL THEN 0 ELSE 1 END
  FROM t, picked p
  WHERE q.delivery_id = p.delivery_id
  RETURNING q.delivery_id, q.fence, q.circuit, q.endpoint_id, q.due, q.attempts, q.losses
)
-- use: claimed
FROM t, claimed c JOIN "surety_webhook_message" m ON m.delivery_id = c.delivery_id
     LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = c.endpoint_id
ORDER BY c.due, c.delivery_id

-- name: probe
-- Decides who probes an open circuit: one lease on its row at a time, taken with one message of its lanes, until they
-- have ?5 bytes together. Circuits without a message that is due are not in the way of others.
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
), found AS MATERIALIZED (
  SELECT DISTINCT ON (o.circuit) o.circuit, p.delivery_id, p.size
  FROM t, open o JOIN lane l ON l.circuit = o.circuit,
       LATERAL (SELECT q.delivery_id, q.size FROM "surety_webhook" q
                WHERE q.application = ?3 AND q.circuit = l.circuit AND q.endpoint_id = l.endpoint_id
                  AND q.state = 'ready' AND q.due <= t.now AND (q.leased_until IS NULL OR q.leased_until <= t.now)
                ORDER BY q.due LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) p
  ORDER BY o.circuit
), picked AS MATERIALIZED (
  SELECT f.circuit, f.delivery_id
  FROM (SELECT circuit, delivery_id, sum(size) OVER (ORDER BY circuit) - size AS before FROM found) f
  WHERE f.before < CAST(?5 AS bigint)
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
-- use: claimed
       , l.probe
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

-- name: extend_probes
-- Keeps the leases on circuits of probes that are under way.
WITH ours AS (
  SELECT c.circuit FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS uuid[])) AS g(circuit, probe)
       JOIN "surety_webhook_circuit" c ON c.circuit = g.circuit AND c.probe = g.probe
  ORDER BY c.circuit FOR NO KEY UPDATE OF c SKIP LOCKED
)
UPDATE "surety_webhook_circuit" c SET probe_until = clock_timestamp() + CAST(?3 AS bigint) * interval '1 microsecond'
FROM ours WHERE c.circuit = ours.circuit
RETURNING c.circuit, 1

-- name: finish
-- Ends deliveries whose claims are still ours; tells which, and their sequences.
DELETE FROM "surety_webhook" q USING unnest(CAST(?1 AS uuid[]), CAST(?2 AS bigint[])) AS g(delivery_id, fence)
WHERE q.delivery_id = g.delivery_id AND q.fence = g.fence AND q.leased_until IS NOT NULL
RETURNING q.delivery_id, q.sequence, q.sequence_number

-- name: finish_unlocked
-- The same, but for those that somebody has locked.
WITH ours AS (
  SELECT q.delivery_id
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS bigint[])) AS g(delivery_id, fence)
       JOIN "surety_webhook" q ON q.delivery_id = g.delivery_id AND q.fence = g.fence AND q.leased_until IS NOT NULL
  ORDER BY q.delivery_id FOR UPDATE OF q SKIP LOCKED
)
DELETE FROM "surety_webhook" q USING ours WHERE q.delivery_id = ours.delivery_id
RETURNING q.delivery_id, q.sequence, q.sequence_number

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
-- Lets the first of each sequence behind number ?2 go, unless it goes already or holds the others, which none does for an endpoint that
-- is deleted; tells its lane, or none where it must be tried again: somebody has locked it, or it is behind one that
-- held it.
WITH first AS MATERIALIZED (
  SELECT s.sequence, f.delivery_id, f.state
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS bigint[])) AS s(sequence, ended),
       LATERAL (SELECT q.delivery_id, q.state, q.endpoint_id FROM "surety_webhook" q
                -- what has ended may not have been vacuumed
                WHERE q.sequence = s.sequence AND q.sequence_number > s.ended
                ORDER BY q.sequence_number LIMIT 1) f
       LEFT JOIN "surety_webhook_endpoint" e ON e.endpoint_id = f.endpoint_id
  WHERE f.state = 'waiting' OR f.state = 'blocking' AND e.state = 'deleted'
), held AS MATERIALIZED (
  SELECT q.delivery_id FROM first f JOIN "surety_webhook" q ON q.delivery_id = f.delivery_id
  WHERE f.state = 'blocking' AND q.state = 'blocking'
  ORDER BY q.delivery_id FOR UPDATE OF q SKIP LOCKED
), ended AS (
  DELETE FROM "surety_webhook" q USING held WHERE q.delivery_id = held.delivery_id
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
-- Writes down attempts; tells of which deliveries they were not written down before.
INSERT INTO "surety_webhook_log" (
  delivery_id, fence, application, url, task_id, task_type, notification, sequence_key, sequence_number, attempt,
  max_attempts, outcome, status, millis, payload_size, error, will_retry, next_retry, occurred_at, excerpt)
SELECT g.delivery_id, g.fence, ?18, g.url, g.task_id, g.task_type, g.notification, g.sequence_key, g.sequence_number,
       g.attempt, g.max_attempts, g.outcome, g.status, g.millis, g.payload_size, g.error, g.next_retry IS NOT NULL,
       t.now + g.next_retry * interval '1 microsecond', t.now, g.excerpt
FROM (SELECT clock_timestamp() AS now) t, unnest(
  CAST(?1 AS uuid[]), CAST(?2 AS bigint[]), CAST(?3 AS text[]), CAST(?4 AS text[]), CAST(?5 AS text[]),
  CAST(?6 AS text[]), CAST(?7 AS text[]), CAST(?8 AS bigint[]), CAST(?9 AS bigint[]), CAST(?10 AS bigint[]),
  CAST(?11 AS text[]), CAST(?12 AS bigint[]), CAST(?13 AS bigint[]), CAST(?14 AS bigint[]), CAST(?15 AS text[]),
  CAST(?16 AS bigint[]), CAST(?17 AS text[])) AS g(
  delivery_id, fence, url, task_id, task_type, notification, sequence_key, sequence_number, attempt, max_attempts,
  outcome, status, millis, payload_size, error, next_retry, excerpt)
ON CONFLICT (fence, delivery_id) DO NOTHING
RETURNING delivery_id, 1

-- name: seen
-- Says that this instance delivers.
INSERT INTO "surety_webhook_worker" (worker, application, seen_at) VALUES (CAST(?1 AS uuid), ?2, clock_timestamp())
ON CONFLICT (worker) DO UPDATE SET seen_at = excluded.seen_at
RETURNING 1, 1

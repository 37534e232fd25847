-- The statements of circuits and endpoints: what attempts and operators make of them.
-- Values travel as in webhook.sql.

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
-- failures for long. s: a success came; f: the last one failed. What was sent to another url than an endpoint's own
-- (?7) tells nothing of it. Writes only what changes.
WITH told AS MATERIALIZED (
  SELECT e.endpoint_id, e.tenant, e.name, t.now, r.s, r.f, r.g, e.failing_since,
         CASE WHEN r.g THEN 'gone'
              WHEN r.f AND NOT r.s AND CAST(?5 AS bigint) > 0
               AND e.failing_since <= t.now - CAST(?5 AS bigint) * interval '1 microsecond' THEN 'failing'
              ELSE '' END AS disabling
  FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS boolean[]), CAST(?3 AS boolean[]), CAST(?4 AS boolean[]), CAST(?7 AS text[]))
       AS r(endpoint_id, s, f, g, url)
       JOIN "surety_webhook_endpoint" e ON e.endpoint_id = r.endpoint_id AND e.url = r.url,
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
         greatest(1, e.rate_limit / 10) AS burst, t.now,
         -- no further ahead than a burst, should the clock have gone back
         greatest(t.now, least(e.rated_until, t.now + greatest(1, e.rate_limit / 10) * interval '1 second' / e.rate_limit))
           AS rated_until
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

-- name: endpoint_unrate
-- Takes back what endpoint_rates has granted and nobody uses; the transaction has locked the rows.
UPDATE "surety_webhook_endpoint" e
SET rated_until = e.rated_until
                  - CAST(ceil(a.unused * (CAST(1000000 AS numeric) / e.rate_limit)) AS bigint) * interval '1 microsecond'
FROM unnest(CAST(?1 AS uuid[]), CAST(?2 AS bigint[])) AS a(endpoint_id, unused)
WHERE e.endpoint_id = a.endpoint_id AND e.rate_limit IS NOT NULL
RETURNING e.endpoint_id, 1

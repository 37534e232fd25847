-- Every statement of the idempotency part. Double-quoted names are replaced by the configured ones.
-- Hashes travel as bytes in lists and else as hex text; instants as microseconds since 1970.

-- name: look
-- Decides nothing: what is known of the asked keys, judged by the database's clock, with answers of at most
-- so many bytes. Writes nothing.
SELECT encode(r.key_hash, 'hex'), encode(r.request_hash, 'hex'), r.state, r.attempt, r.hold,
       r.lease_until <= t.now, r.expires_at <= t.now, r.retain_until <= t.now,
       r.status, r.headers, CASE WHEN r.expires_at > t.now AND octet_length(r.body) <= t.most THEN r.body END,
       CAST(extract(epoch FROM r.lease_until) * 1000000 AS bigint),
       CAST(extract(epoch FROM r.created_at) * 1000000 AS bigint),
       CAST(extract(epoch FROM r.expires_at) * 1000000 AS bigint), r.resolved_by,
       coalesce(octet_length(r.body) > t.most, false)
FROM "surety_idempotency" r, (SELECT clock_timestamp() AS now, CAST(?2 AS integer) AS most) t
WHERE r.key_hash = ANY (CAST(?1 AS bytea[]))

-- piece: new_keys
-- The keys that are claimed, a.
unnest(CAST(?1 AS bytea[]), CAST(?2 AS bytea[]), CAST(?3 AS uuid[]), CAST(?4 AS boolean[]),
       CAST(?5 AS bigint[]), CAST(?6 AS bigint[]), CAST(?8 AS bytea[]))
  AS a(key_hash, request_hash, token, hold, lease, ttl, owner_hash)

-- piece: claimed_rows
-- Inserts the keys of a as running, from the time a.now on.
INSERT INTO "surety_idempotency"
  (key_hash, application, owner_hash, request_hash, state, token, attempt, hold,
   lease_until, created_at, expires_at, retain_until, sweep_at)
SELECT a.key_hash, ?7, a.owner_hash, a.request_hash, 'running', a.token, 1, a.hold,
       a.now + a.lease * interval '1 millisecond', a.now, a.now + a.ttl * interval '1 millisecond',
       CASE WHEN a.hold THEN 'infinity' ELSE a.now + (a.ttl + a.lease) * interval '1 millisecond' END,
       a.now + (a.ttl + a.lease) * interval '1 millisecond'

-- name: claim_new
-- Decides who owns a key that nobody knows, as claim does, and tells the tokens of those who do. Its rows have a
-- known size: so the driver sends it along with what goes ahead. Where another flush claims one of them at the
-- same moment it fails, and claim decides: to provide for that would cost each key a fifth more. The keys come in
-- ascending order, which the nested loop keeps that the limits leave: to sort them again would take a fifth of
-- the statement's time.
-- use: claimed_rows
FROM (SELECT a.*, t.now
      FROM (SELECT clock_timestamp() AS now) t,
-- use: new_keys
     ) a
WHERE NOT EXISTS (SELECT FROM "surety_idempotency" r WHERE r.key_hash = a.key_hash)
RETURNING token

-- name: claim
-- Decides who owns a new key, and tells of the others what look tells: the unique key lets one insert
-- through. A known key is not inserted, because that would wait for an owner who is completing it. The
-- claimed keys come as one row.
WITH asked AS MATERIALIZED (
  SELECT a.*, t.*, r.key_hash IS NOT NULL AS known, r.request_hash AS bound, r.state, r.attempt, r.hold AS held,
         r.lease_until, r.created_at, r.expires_at, r.retain_until, r.status, r.headers, r.resolved_by,
         CASE WHEN r.expires_at > t.now AND octet_length(r.body) <= t.most THEN r.body END AS body,
         coalesce(octet_length(r.body) > t.most, false) AS large
  FROM (SELECT clock_timestamp() AS now, CAST(?9 AS integer) AS most) t,
-- use: new_keys
       LEFT JOIN "surety_idempotency" r ON r.key_hash = a.key_hash
), claimed AS (
-- use: claimed_rows
  FROM asked a
  WHERE NOT a.known
  ORDER BY a.key_hash
  ON CONFLICT (key_hash) DO NOTHING
  RETURNING key_hash
)
SELECT encode(a.key_hash, 'hex'), encode(a.bound, 'hex'), a.state, a.attempt, a.held,
       a.lease_until <= a.now, a.expires_at <= a.now, a.retain_until <= a.now,
       a.status, a.headers, a.body,
       CAST(extract(epoch FROM a.lease_until) * 1000000 AS bigint),
       CAST(extract(epoch FROM a.created_at) * 1000000 AS bigint),
       CAST(extract(epoch FROM a.expires_at) * 1000000 AS bigint), a.resolved_by, a.large
FROM asked a
WHERE a.known
UNION ALL
SELECT string_agg(encode(c.key_hash, 'hex'), ','), NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM claimed c
HAVING count(*) > 0

-- name: take
-- Decides who runs a key again: released, or its owner silent past the lease. A locked row is in flight.
WITH asked AS (
  SELECT *
  FROM unnest(CAST(?1 AS bytea[]), CAST(?2 AS bytea[]), CAST(?3 AS uuid[]), CAST(?4 AS boolean[]),
              CAST(?5 AS bigint[]), CAST(?6 AS bigint[]))
       AS a(key_hash, request_hash, token, hold, lease, ttl)
), free AS (
  SELECT r.key_hash, r.retain_until <= clock_timestamp() AS buried,
         r.takeover OR r.state = 'running' AS takeover,
         coalesce(octet_length(r.body), 0) AS bytes
  FROM asked a JOIN "surety_idempotency" r ON r.key_hash = a.key_hash
  WHERE r.retain_until <= clock_timestamp()
     OR (r.request_hash = a.request_hash
         AND (r.state = 'released'
              OR (r.state = 'running' AND NOT r.hold AND r.lease_until <= clock_timestamp())))
  ORDER BY r.key_hash
  FOR UPDATE OF r SKIP LOCKED
)
UPDATE "surety_idempotency" r
SET state = 'running', request_hash = a.request_hash, token = a.token, hold = a.hold,
    attempt = CASE WHEN f.buried THEN 1 ELSE r.attempt + 1 END,
    takeover = f.takeover AND NOT f.buried,
    lease_until = clock_timestamp() + a.lease * interval '1 millisecond',
    created_at = CASE WHEN f.buried THEN clock_timestamp() ELSE r.created_at END,
    expires_at = clock_timestamp() + a.ttl * interval '1 millisecond',
    retain_until = CASE WHEN a.hold THEN 'infinity'
                        ELSE clock_timestamp() + (a.ttl + a.lease) * interval '1 millisecond' END,
    sweep_at = least(r.sweep_at, clock_timestamp() + (a.ttl + a.lease) * interval '1 millisecond'),
    status = NULL, headers = NULL, body = NULL,
    resolved_by = CASE WHEN f.buried THEN NULL ELSE r.resolved_by END
FROM asked a JOIN free f ON f.key_hash = a.key_hash
WHERE r.key_hash = f.key_hash
RETURNING encode(r.key_hash, 'hex'), r.attempt, r.takeover, f.bytes

-- name: count
-- Decides who is within its share: adds to each principal's counters and tells the sums.
INSERT INTO "surety_idempotency_usage" AS u
  (owner_hash, application, live_rows, stored_bytes, window_start, window_inserts)
SELECT o.owner_hash, ?5, o.rows, o.bytes, date_trunc('minute', clock_timestamp()), o.inserts
FROM unnest(CAST(?1 AS bytea[]), CAST(?2 AS bigint[]), CAST(?3 AS bigint[]), CAST(?4 AS bigint[]))
     AS o(owner_hash, rows, bytes, inserts)
ORDER BY o.owner_hash
ON CONFLICT (owner_hash) DO UPDATE
SET live_rows = u.live_rows + excluded.live_rows,
    stored_bytes = greatest(0, u.stored_bytes + excluded.stored_bytes),
    window_start = excluded.window_start,
    window_inserts = CASE WHEN u.window_start = excluded.window_start THEN u.window_inserts ELSE 0 END
                     + excluded.window_inserts
RETURNING encode(owner_hash, 'hex'), live_rows, stored_bytes, window_inserts,
          CAST(ceil(60 - extract(second FROM clock_timestamp())) AS integer)

-- name: uncount
-- Takes back what was counted and not inserted, or is gone.
UPDATE "surety_idempotency_usage" u
SET live_rows = greatest(0, u.live_rows - o.rows),
    stored_bytes = greatest(0, u.stored_bytes - o.bytes),
    window_inserts = greatest(0, u.window_inserts - o.inserts)
FROM unnest(CAST(?1 AS bytea[]), CAST(?2 AS bigint[]), CAST(?3 AS bigint[]), CAST(?4 AS bigint[]))
     AS o(owner_hash, rows, bytes, inserts)
WHERE u.owner_hash = o.owner_hash
RETURNING encode(u.owner_hash, 'hex'), u.live_rows

-- name: complete
-- Decides whether the answer is the owner's to store; a stale token changes nothing.
UPDATE "surety_idempotency"
SET state = ?1, status = ?2, headers = ?3, body = ?4,
    expires_at = clock_timestamp() + CAST(?5 AS bigint) * interval '1 millisecond',
    retain_until = clock_timestamp() + 2 * CAST(?6 AS bigint) * interval '1 millisecond'
WHERE key_hash = decode(?7, 'hex') AND token = CAST(?8 AS uuid) AND state = 'running'
RETURNING octet_length(body), attempt

-- name: release
-- Frees the run and keeps the binding to the request; a finished row or a stale token changes nothing.
UPDATE "surety_idempotency" r
SET state = 'released', lease_until = clock_timestamp(),
    retain_until = clock_timestamp() + a.ttl * interval '1 millisecond'
FROM unnest(CAST(?1 AS bytea[]), CAST(?2 AS uuid[]), CAST(?3 AS bigint[])) AS a(key_hash, token, ttl)
WHERE r.key_hash = a.key_hash AND r.token = a.token AND r.state = 'running'
RETURNING encode(r.key_hash, 'hex'), a.token

-- name: renew
-- Extends leases; a row locked by its own completion is left alone.
WITH mine AS (
  SELECT r.key_hash, a.lease
  FROM unnest(CAST(?1 AS bytea[]), CAST(?2 AS uuid[]), CAST(?3 AS bigint[])) AS a(key_hash, token, lease)
  JOIN "surety_idempotency" r ON r.key_hash = a.key_hash
  WHERE r.token = a.token AND r.state = 'running'
  ORDER BY r.key_hash
  FOR UPDATE OF r SKIP LOCKED
)
UPDATE "surety_idempotency" r
SET lease_until = clock_timestamp() + m.lease * interval '1 millisecond',
    retain_until = greatest(r.retain_until, clock_timestamp() + 2 * m.lease * interval '1 millisecond')
FROM mine m
WHERE r.key_hash = m.key_hash
RETURNING encode(r.key_hash, 'hex'), CAST(r.token AS text)

-- name: owned
-- Tells which runs still have their owner, locked rows included.
SELECT encode(r.key_hash, 'hex'), CAST(r.token AS text)
FROM unnest(CAST(?1 AS bytea[]), CAST(?2 AS uuid[])) AS a(key_hash, token)
JOIN "surety_idempotency" r ON r.key_hash = a.key_hash
WHERE r.token = a.token AND r.state = 'running'

-- name: resolve
-- Decides a held key by a person's word; a key that is not held is left alone. The time it was reserved with
-- counts where that is longer; it is known of a first run only, as later ones keep created_at.
UPDATE "surety_idempotency"
SET state = ?1, status = nullif(CAST(?2 AS integer), 0), headers = ?3, body = ?4, resolved_by = ?5,
    takeover = true, token = gen_random_uuid(), lease_until = clock_timestamp(),
    expires_at = clock_timestamp() + greatest(CAST(?6 AS bigint) * interval '1 millisecond',
                                              CASE WHEN attempt = 1 THEN expires_at - created_at END),
    retain_until = clock_timestamp() + 2 * greatest(CAST(?7 AS bigint) * interval '1 millisecond',
                                                    CASE WHEN attempt = 1 THEN expires_at - created_at END)
WHERE key_hash = decode(?8, 'hex') AND state = 'running' AND hold AND lease_until <= clock_timestamp()
RETURNING octet_length(body), attempt

-- name: put
-- Simple store: the first writer wins, an expired row is replaced; tells whether the row is new, and else
-- how many bytes it replaced.
WITH before AS (
  SELECT coalesce(octet_length(body), 0) AS bytes FROM "surety_idempotency" WHERE key_hash = decode(?9, 'hex')
)
INSERT INTO "surety_idempotency" AS r
  (key_hash, application, owner_hash, request_hash, state, token, attempt, hold, lease_until,
   status, headers, body, created_at, expires_at, retain_until, sweep_at)
SELECT decode(?1, 'hex'), ?2, decode(?3, 'hex'), decode(?4, 'hex'), 'completed', gen_random_uuid(), 1, false,
       t.now, CAST(?5 AS integer), ?6, CAST(?7 AS bytea), t.now, t.ends, t.ends, t.ends
FROM (SELECT clock_timestamp() AS now,
             clock_timestamp() + CAST(?8 AS bigint) * interval '1 millisecond' AS ends) t
ON CONFLICT (key_hash) DO UPDATE
SET status = excluded.status, headers = excluded.headers, body = excluded.body,
    created_at = excluded.created_at, expires_at = excluded.expires_at,
    retain_until = excluded.retain_until, sweep_at = excluded.sweep_at
WHERE r.expires_at <= clock_timestamp()
RETURNING CAST(CAST(xmax AS text) AS bigint) = 0, coalesce((SELECT bytes FROM before), 0)

-- name: sweep
-- Drops rows whose tombstone's time is over, erases answers past theirs, postpones the rest to when something
-- is over (who decides a held one, and when, is not known); a locked row waits.
-- The clock stands in a subquery, because a volatile function cannot be looked up in an index.
WITH due AS (
  SELECT key_hash, coalesce(octet_length(body), 0) AS bytes, body IS NOT NULL AS answered,
         retain_until <= clock_timestamp() AS gone, expires_at <= clock_timestamp() AS expired
  FROM "surety_idempotency"
  WHERE application = ?1 AND sweep_at <= (SELECT clock_timestamp())
  ORDER BY sweep_at LIMIT 200
  FOR UPDATE SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_idempotency" r USING due d
  WHERE r.key_hash = d.key_hash AND d.gone
  RETURNING r.owner_hash, d.bytes
), kept AS (
  UPDATE "surety_idempotency" r
  SET state = CASE WHEN r.state = 'completed' AND d.expired THEN 'expired' ELSE r.state END,
      headers = CASE WHEN d.expired THEN NULL ELSE r.headers END,
      body = CASE WHEN d.expired THEN NULL ELSE r.body END,
      sweep_at = CASE WHEN r.state = 'completed' AND NOT d.expired THEN r.expires_at
                      WHEN r.retain_until = 'infinity' THEN clock_timestamp() + interval '1 day'
                      ELSE r.retain_until END
  FROM due d
  WHERE r.key_hash = d.key_hash AND NOT d.gone
  RETURNING r.owner_hash, CASE WHEN d.expired THEN d.bytes ELSE 0 END AS bytes, d.expired AND d.answered AS erased
)
SELECT encode(owner_hash, 'hex'), 1, bytes, true FROM dropped
UNION ALL
SELECT encode(owner_hash, 'hex'), 0, bytes, erased FROM kept

-- name: sweep_usage
-- Drops counters that count nothing among the next few after ?2, and tells where it came to. No index
-- would help: it would be written with every count.
WITH looked AS (
  SELECT owner_hash, application = ?1 AND live_rows = 0
                     AND window_start < clock_timestamp() - interval '1 hour' AS idle
  FROM "surety_idempotency_usage"
  WHERE owner_hash > decode(?2, 'hex')
  ORDER BY owner_hash LIMIT 2000
), idle AS (
  SELECT u.owner_hash
  FROM looked l JOIN "surety_idempotency_usage" u ON u.owner_hash = l.owner_hash
  WHERE l.idle AND u.live_rows = 0
  FOR UPDATE OF u SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_idempotency_usage" u USING idle i WHERE u.owner_hash = i.owner_hash
)
SELECT encode(owner_hash, 'hex'), 1 FROM looked ORDER BY owner_hash DESC LIMIT 1

-- name: counts
-- Tells how many keys are in each state.
SELECT state, count(*) FROM "surety_idempotency" WHERE application = ?1 GROUP BY state

-- Every statement of the replay part. Double-quoted names are replaced by the configured ones.
-- Nonces' hashes travel as numbers, keys' as bytes in lists and else as hex text; instants as microseconds since 1970, ends as seconds.

-- name: look
-- Decides what needs no lock, by one snapshot: an expired nonce (e), a remembered one (r), a full key (f). Locks
-- the counters (l) of the other keys, in ascending order; writes nothing where there are none. First the time (t).
-- A nonce that has a permit of its key comes with no key.
WITH asked AS MATERIALIZED (
  SELECT a.n, a.key_hash, t.now,
         CASE WHEN a.expires_at + CAST(?4 AS bigint) * interval '1 microsecond' <= t.now
                OR a.expires_at > t.now + CAST(?5 AS bigint) * interval '1 microsecond' THEN 'e'
              WHEN r.live_until > t.now THEN 'r' END AS verdict
  FROM (SELECT clock_timestamp() AS now) t,
       (SELECT u.n, u.nonce_hash, u.key_hash, timestamptz 'epoch' + u.micros * interval '1 microsecond' AS expires_at
        FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS bytea[]), CAST(?3 AS bigint[]))
             WITH ORDINALITY AS u(nonce_hash, key_hash, micros, n)) a
       LEFT JOIN "surety_replay" r ON r.nonce_hash = a.nonce_hash
), keys AS MATERIALIZED (
  SELECT w.key_hash, coalesce(k.live >= CAST(?7 AS bigint) AND k.exact_until > w.now, false) AS is_full
  FROM (SELECT key_hash, min(now) AS now FROM asked WHERE verdict IS NULL GROUP BY key_hash) w
       LEFT JOIN "surety_replay_key" k ON k.key_hash = w.key_hash
), total AS MATERIALIZED (
  SELECT key_hash
  FROM "surety_replay_key"
  WHERE key_hash = decode(?6, 'hex') AND live >= CAST(?8 AS bigint) AND exact_until > (SELECT min(now) FROM asked)
), locked AS (
  SELECT k.key_hash, k.counts, k.granted
  FROM (SELECT key_hash FROM keys WHERE NOT is_full
        UNION ALL
        SELECT decode(?6, 'hex') WHERE EXISTS (SELECT FROM keys WHERE NOT is_full)) w
       JOIN "surety_replay_key" k ON k.key_hash = w.key_hash
  WHERE NOT EXISTS (SELECT FROM total)
  ORDER BY k.key_hash
  FOR NO KEY UPDATE OF k
)
SELECT 't', CAST(extract(epoch FROM min(now)) * 1000000 AS bigint), '', '', '' FROM asked
UNION ALL SELECT verdict, n, '', '', '' FROM asked WHERE verdict IS NOT NULL
UNION ALL SELECT 'f', 0, encode(key_hash, 'hex'), '', '' FROM keys WHERE is_full
UNION ALL SELECT 'f', 0, encode(key_hash, 'hex'), '', '' FROM total
UNION ALL SELECT 'l', 0, encode(key_hash, 'hex'), counts, granted FROM locked

-- name: lock
-- Locks counters, and makes the missing ones; tells which are new.
INSERT INTO "surety_replay_key" AS k (key_hash, application, live, exact_until, last_end, counts, granted)
SELECT a.key_hash, ?2, 0, t.now, t.now, '', ''
FROM unnest(CAST(?1 AS bytea[])) AS a(key_hash), (SELECT clock_timestamp() AS now) t
ORDER BY a.key_hash
ON CONFLICT (key_hash) DO UPDATE SET live = k.live
RETURNING encode(key_hash, 'hex'), counts, granted, CAST(CAST(xmax AS text) AS bigint) = 0,
          CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)

-- name: lock_free
-- Locks those counters that nobody else has locked, to settle grants. First the time.
SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint), '', '', ''
UNION ALL
SELECT 0, l.* FROM (
  SELECT encode(key_hash, 'hex'), counts, granted FROM "surety_replay_key"
  WHERE key_hash = ANY (CAST(?1 AS bytea[]))
  ORDER BY key_hash
  FOR NO KEY UPDATE SKIP LOCKED) l

-- name: is_locked
-- Decides nothing: whether a counter is there, and another transaction has it.
SELECT EXISTS (SELECT FROM "surety_replay_key" WHERE key_hash = ANY (CAST(?1 AS bytea[])))
       AND NOT EXISTS (SELECT FROM (SELECT 1 FROM "surety_replay_key" WHERE key_hash = ANY (CAST(?1 AS bytea[]))
                                    FOR NO KEY UPDATE SKIP LOCKED) free), 1

-- name: count
-- Writes counters, which the transaction has locked.
WITH counted AS (
  UPDATE "surety_replay_key" k
  SET live = c.live, exact_until = to_timestamp(c.exact_until), last_end = to_timestamp(c.last_end),
      counts = c.counts, granted = c.granted
  FROM unnest(CAST(?1 AS bytea[]), CAST(?2 AS bigint[]), CAST(?3 AS bigint[]), CAST(?4 AS bigint[]),
              CAST(?5 AS text[]), CAST(?6 AS text[])) AS c(key_hash, live, exact_until, last_end, counts, granted)
  WHERE k.key_hash = c.key_hash
  RETURNING 1
)
SELECT count(*), 1 FROM counted

-- piece: presented
-- Inserts the nonces that are within their time, which t.now tells.
INSERT INTO "surety_replay" (nonce_hash, live_until)
SELECT a.nonce_hash, to_timestamp(a.live_until)
FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS bigint[]), CAST(?3 AS bigint[])) AS a(nonce_hash, live_until, expires)
WHERE a.expires + CAST(?4 AS bigint) > (SELECT now FROM t) AND a.expires <= (SELECT now FROM t) + CAST(?5 AS bigint)

-- name: salt
-- Tells what is mixed into the hashes of nonces.
SELECT CAST(salt AS text), 1 FROM "surety_schema" WHERE part = 'replay'

-- name: accept_new
-- Decides who is first of nonces that nobody has presented, and tells which are in. Writes nothing where nobody is.
-- Its rows have a known size: so the driver sends it along with what goes ahead. Where another flush accepts one
-- of them at the same moment it fails, and accept decides: to provide for that would cost each nonce a fourth more.
WITH t AS MATERIALIZED (
  SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint) AS now
)
-- use: presented
  AND NOT EXISTS (SELECT FROM "surety_replay" r WHERE r.nonce_hash = a.nonce_hash)
RETURNING nonce_hash

-- name: accept
-- Decides who is first: the unique hash lets one insert through, and one outside its time is not tried. Tells the
-- time, how many are in, and which if these are not all. Writes nothing where nobody is.
WITH t AS MATERIALIZED (
  SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint) AS now
), inserted AS (
-- use: presented
  ON CONFLICT (nonce_hash) DO NOTHING
  RETURNING nonce_hash
)
SELECT t.now, i.number, r.nonce_hash
FROM t, (SELECT count(*) AS number FROM inserted) i
     LEFT JOIN inserted r ON i.number < CAST(?6 AS bigint)

-- name: replace
-- Decides who is first where the row of one that has ended may still stand; tells who is in.
INSERT INTO "surety_replay" AS r (nonce_hash, live_until)
SELECT a.nonce_hash, to_timestamp(a.live_until)
FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS bigint[])) AS a(nonce_hash, live_until)
ON CONFLICT (nonce_hash) DO UPDATE SET live_until = excluded.live_until WHERE r.live_until <= clock_timestamp()
RETURNING nonce_hash, 1

-- name: seen
-- Decides nothing: which nonces are remembered, and until which second. Writes nothing.
SELECT nonce_hash, CAST(extract(epoch FROM live_until) AS bigint)
FROM "surety_replay"
WHERE nonce_hash = ANY (CAST(?1 AS bigint[])) AND live_until > (SELECT clock_timestamp())

-- name: extend
-- Keeps a remembered nonce for longer, if it still has the end that was seen: one that has a permit is accepted without
-- its key's counter, which the transaction has locked.
UPDATE "surety_replay" SET live_until = to_timestamp(CAST(?3 AS bigint))
WHERE nonce_hash = CAST(?1 AS bigint) AND CAST(extract(epoch FROM live_until) AS bigint) = CAST(?2 AS bigint)
RETURNING 1, 1

-- name: counters
-- Decides nothing: the counters of the asked keys, and the time. Writes nothing.
SELECT encode(k.key_hash, 'hex'), CAST(extract(epoch FROM t.now) * 1000000 AS bigint), k.counts, k.granted
FROM "surety_replay_key" k, (SELECT clock_timestamp() AS now) t
WHERE k.key_hash = ANY (CAST(?1 AS bytea[]))

-- name: pages
-- Decides nothing: how many pages the table of nonces has.
SELECT pg_relation_size(to_regclass(CAST(?1 AS text))) / CAST(current_setting('block_size') AS bigint), 1

-- name: sweep
-- Drops the nonces on a few pages that have ended; tells how many, or -1 where another instance sweeps at the moment.
WITH turn AS MATERIALIZED (
  SELECT pg_try_advisory_xact_lock(CAST(?3 AS bigint)) AS is_mine
), dropped AS (
  DELETE FROM "surety_replay"
  WHERE ctid >= CAST(?1 AS tid) AND ctid < CAST(?2 AS tid)
    AND live_until <= (SELECT clock_timestamp()) AND (SELECT is_mine FROM turn)
  RETURNING 1
)
SELECT CASE WHEN (SELECT is_mine FROM turn) THEN count(*) ELSE -1 END, 1 FROM dropped

-- name: sweep_keys
-- Drops counters that have counted nothing for so long among the next few after ?2, and tells where it came to. No
-- index would help: it would be written with every nonce.
WITH looked AS (
  SELECT key_hash, application = ?1
                   AND last_end < clock_timestamp() - CAST(?3 AS bigint) * interval '1 second' AS idle
  FROM "surety_replay_key"
  WHERE key_hash > decode(?2, 'hex')
  ORDER BY key_hash LIMIT 2000
), idle AS (
  SELECT k.key_hash
  FROM looked l JOIN "surety_replay_key" k ON k.key_hash = l.key_hash
  WHERE l.idle AND k.last_end < clock_timestamp() - CAST(?4 AS bigint) * interval '1 second'
  FOR UPDATE OF k SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_replay_key" k USING idle i WHERE k.key_hash = i.key_hash
)
SELECT encode(key_hash, 'hex'), 1 FROM looked ORDER BY key_hash DESC LIMIT 1

-- Every statement of the keys part. Double-quoted names are replaced by the configured ones.
-- Instants are microseconds since 1970.

-- name: lock_ring
-- Decides who changes a ring: its row is locked until the transaction ends. Nothing where there is none.
SELECT key_ring, 1 FROM "surety_key_ring" WHERE application = ?1 AND key_ring = ?2 FOR NO KEY UPDATE

-- name: make_ring
-- Decides a ring's use: the first one's. Nothing where it is there already.
INSERT INTO "surety_key_ring" (application, key_ring, use, created_at)
VALUES (?1, ?2, ?3, clock_timestamp())
ON CONFLICT (application, key_ring) DO NOTHING
RETURNING key_ring, 1

-- name: ring
-- Decides nothing: the ring with its keys, the asked one first, then the active one, those in grace, those that are
-- prepared, each with the newest first; and the time.
SELECT r.use, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint), k.kid, k.state, k.secret,
       k.encryption_key, CAST(extract(epoch FROM k.created_at) * 1000000 AS bigint),
       CAST(extract(epoch FROM k.activated_at) * 1000000 AS bigint),
       CAST(extract(epoch FROM k.grace_until) * 1000000 AS bigint),
       CAST(extract(epoch FROM k.last_verified_at) * 1000000 AS bigint)
FROM "surety_key_ring" r LEFT JOIN "surety_key" k ON k.application = r.application AND k.key_ring = r.key_ring
WHERE r.application = ?1 AND r.key_ring = ?2
ORDER BY k.kid = ?3 DESC,
         CASE WHEN k.state = 'active' THEN 1 WHEN k.state = 'grace' AND k.grace_until > clock_timestamp() THEN 2
              WHEN k.state = 'prepared' THEN 3 ELSE 4 END,
         coalesce(k.activated_at, k.created_at) DESC
LIMIT 1000

-- name: ring_use
-- Decides nothing: what the ring was made for.
SELECT use, 1 FROM "surety_key_ring" WHERE application = ?1 AND key_ring = ?2

-- name: insert
-- Makes a key; the unique index lets one be active.
INSERT INTO "surety_key" (application, key_ring, kid, state, secret, encryption_key, created_at, activated_at)
SELECT ?1, ?2, ?3, s.state, ?5, NULLIF(?6, ''), t.now, CASE s.state WHEN 'active' THEN t.now END
FROM (SELECT CAST(?4 AS text) AS state) s, (SELECT clock_timestamp() AS now) t
RETURNING kid, 1

-- name: activate
-- Makes a prepared key active, if it still is prepared; the unique index lets one be.
UPDATE "surety_key" SET state = 'active', activated_at = clock_timestamp()
WHERE application = ?1 AND key_ring = ?2 AND kid = ?3 AND state = ?4
RETURNING kid, 1

-- name: grace
-- Lets a key that is replaced verify for a while.
UPDATE "surety_key"
SET state = 'grace', grace_until = timestamptz 'epoch' + CAST(?5 AS bigint) * interval '1 microsecond'
WHERE application = ?1 AND key_ring = ?2 AND kid = ?3 AND state = ?4
RETURNING kid, 1

-- name: retire
-- Ends a key's use, now or when its grace ended.
UPDATE "surety_key" SET state = 'retired', grace_until = least(grace_until, clock_timestamp())
WHERE application = ?1 AND key_ring = ?2 AND kid = ?3 AND state = ?4
RETURNING kid, 1

-- name: destroy
-- Erases a key's secret; its row stays.
UPDATE "surety_key" SET state = 'destroyed', secret = NULL, encryption_key = NULL,
       grace_until = least(grace_until, clock_timestamp())
WHERE application = ?1 AND key_ring = ?2 AND kid = ?3 AND state = ?4
RETURNING kid, 1

-- name: rewrap
-- Replaces a secret's encryption, if it is still the one that was read.
UPDATE "surety_key" SET secret = ?4, encryption_key = ?5
WHERE application = ?1 AND key_ring = ?2 AND kid = ?3 AND secret = ?6
RETURNING kid, 1

-- name: outdated
-- Decides nothing: the rings with secrets that are not under this key-encryption key.
SELECT DISTINCT r.key_ring, r.use
FROM "surety_key" k JOIN "surety_key_ring" r ON r.application = k.application AND r.key_ring = k.key_ring
WHERE k.application = ?1 AND k.secret IS NOT NULL AND k.encryption_key IS DISTINCT FROM NULLIF(?2, '')
ORDER BY r.key_ring

-- name: outdated_keys
-- Decides nothing: secrets of a ring that are not under this key-encryption key.
SELECT kid, secret, encryption_key, state
FROM "surety_key"
WHERE application = ?1 AND key_ring = ?2 AND secret IS NOT NULL AND encryption_key IS DISTINCT FROM NULLIF(?3, '')
ORDER BY kid LIMIT 200

-- name: samples
-- Decides nothing: one secret under each key-encryption key, an active one where there is one.
SELECT DISTINCT ON (k.encryption_key) r.key_ring, r.use, k.kid, k.secret, k.encryption_key, k.state
FROM "surety_key" k JOIN "surety_key_ring" r ON r.application = k.application AND r.key_ring = k.key_ring
WHERE k.application = ?1 AND k.secret IS NOT NULL
ORDER BY k.encryption_key, k.state = 'active' DESC, k.created_at DESC

-- name: note
-- Adds to the audit.
INSERT INTO "surety_key_audit" (audit_id, application, key_ring, kid, changed_at, who, what, from_state, to_state)
VALUES (gen_random_uuid(), ?1, ?2, ?3, clock_timestamp(), ?4, ?5, NULLIF(?6, ''), ?7)
RETURNING kid, 1

-- name: audit
-- Decides nothing: the changes of a ring, the newest first.
SELECT CAST(extract(epoch FROM changed_at) * 1000000 AS bigint), who, what, kid, coalesce(from_state, ''), to_state
FROM "surety_key_audit"
WHERE application = ?1 AND key_ring = ?2
ORDER BY changed_at DESC
LIMIT 1000

-- name: verified
-- Notes that keys were used until now; tells which, having passed over rows that a change has locked.
WITH used AS (
  SELECT k.application, k.key_ring, k.kid
  FROM unnest(CAST(?2 AS text[]), CAST(?3 AS text[])) AS u(key_ring, kid)
       JOIN "surety_key" k ON k.application = ?1 AND k.key_ring = u.key_ring AND k.kid = u.kid
  ORDER BY k.key_ring, k.kid
  FOR NO KEY UPDATE OF k SKIP LOCKED
), noted AS (
  UPDATE "surety_key" k SET last_verified_at = clock_timestamp()
  FROM used u
  WHERE k.application = u.application AND k.key_ring = u.key_ring AND k.kid = u.kid
  RETURNING k.key_ring, k.kid
)
SELECT key_ring, kid FROM noted

-- name: end_graces
-- Records graces that are over, passing over locked rows; tells how many.
WITH over AS (
  SELECT application, key_ring, kid
  FROM "surety_key"
  WHERE application = ?1 AND state = 'grace' AND grace_until <= clock_timestamp()
  ORDER BY key_ring, kid LIMIT 200
  FOR NO KEY UPDATE SKIP LOCKED
), ended AS (
  UPDATE "surety_key" k SET state = 'retired'
  FROM over o
  WHERE k.application = o.application AND k.key_ring = o.key_ring AND k.kid = o.kid AND k.state = 'grace'
  RETURNING k.application, k.key_ring, k.kid
), noted AS (
  INSERT INTO "surety_key_audit" (audit_id, application, key_ring, kid, changed_at, who, what, from_state, to_state)
  SELECT gen_random_uuid(), e.application, e.key_ring, e.kid, clock_timestamp(), e.application, 'grace_ended', 'grace',
         'retired'
  FROM ended e
  RETURNING 1
)
SELECT count(*), 1 FROM noted

-- name: forget
-- Drops audit entries that are older than so many seconds; tells how many.
WITH old AS (
  SELECT audit_id
  FROM "surety_key_audit"
  WHERE application = ?1 AND changed_at < clock_timestamp() - CAST(?2 AS bigint) * interval '1 second'
  LIMIT 200
  FOR UPDATE SKIP LOCKED
), dropped AS (
  DELETE FROM "surety_key_audit" a USING old o WHERE a.audit_id = o.audit_id
  RETURNING 1
)
SELECT count(*), 1 FROM dropped

-- Replay protection: one row per remembered nonce, one row of counters per key id.
-- Run core.sql first. Runs as it is in psql and Flyway; idempotent. Double-quoted names are the configurable ones.
-- At run time SELECT, INSERT, UPDATE and DELETE on both tables are enough. A further store has both tables again.

CREATE TABLE IF NOT EXISTS "surety_replay" (
  -- first 8 bytes of SHA-256 over the salt of surety_schema, application, issuer, kid and nonce: unique whatever was
  -- signed as expiry. Each nonce changes a page of the index at random, so a short hash counts; two nonces that meet
  -- can only refuse one of them, which with ten million live happens to one in a million million, to nobody at will.
  nonce_hash  bigint       NOT NULL,
  -- when it is forgotten: the signed expiry, the allowed skew and a minute, in whole seconds. Without an index, which
  -- every nonce would have to write: the sweep walks the pages
  live_until  timestamptz  NOT NULL,
  CONSTRAINT "surety_replay_pkey" PRIMARY KEY (nonce_hash)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

CREATE TABLE IF NOT EXISTS "surety_replay_key" (
  -- first 16 bytes of SHA-256 over application, issuer and kid; one row counts the whole application
  key_hash     bytea                    NOT NULL,
  application  text        COLLATE "C"  NOT NULL,
  -- how many nonces are live and permits are granted until exact_until
  live         bigint                   NOT NULL,
  -- when the first of them ends; from then on counts and granted tell how many are left
  exact_until  timestamptz              NOT NULL,
  -- when the last of them ends
  last_end     timestamptz              NOT NULL,
  -- how many end when, as 'end:nonces after:nonces ...': a second since 1970, then seconds after the one before
  counts       text        COLLATE "C"  NOT NULL,
  -- the same for permits that instances hold: they end with the last nonce that may be accepted by them
  granted      text        COLLATE "C"  NOT NULL,
  CONSTRAINT "surety_replay_key_pkey" PRIMARY KEY (key_hash)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

INSERT INTO "surety_schema" (part, version) VALUES ('replay', 1) ON CONFLICT (part) DO NOTHING;

-- Idempotency: one row per key, one row of counters per principal.
-- Run core.sql first. Runs as it is in psql and Flyway; idempotent. Double-quoted names are the configurable ones.
-- At run time SELECT, INSERT, UPDATE and DELETE on both tables are enough.

CREATE TABLE IF NOT EXISTS "surety_idempotency" (
  -- SHA-256 over application, tenant, issuer, principal, operation and key: the key is not stored
  key_hash      bytea                    NOT NULL,
  application   text        COLLATE "C"  NOT NULL,
  -- SHA-256 over application, tenant, issuer and principal: whose share the row counts against
  owner_hash    bytea                    NOT NULL,
  -- SHA-256 of the request: the same key with another request is a conflict
  request_hash  bytea                    NOT NULL,
  -- running, released, completed, unstored, expired; see docs/idempotency.md
  state         text        COLLATE "C"  NOT NULL,
  -- names the owner and fences every earlier one
  token         uuid                     NOT NULL,
  attempt       integer                  NOT NULL,
  -- whether a lapsed lease waits for a decision instead of running again
  hold          boolean                  NOT NULL,
  -- whether an earlier run fell silent; outlasts releases, because its outside effects do
  takeover      boolean                  NOT NULL DEFAULT false,
  lease_until   timestamptz              NOT NULL,
  -- the answer; body and headers are erased when expires_at has passed
  status        integer,
  headers       text,
  body          bytea,
  created_at    timestamptz              NOT NULL,
  expires_at    timestamptz              NOT NULL,
  -- the row is kept until then, so that an expired answer is not run again
  retain_until  timestamptz              NOT NULL,
  -- when the sweep looks at the row; not moved by completion, so that completing updates no index
  sweep_at      timestamptz              NOT NULL,
  -- who decided a held key
  resolved_by   text,
  CONSTRAINT "surety_idempotency_pkey" PRIMARY KEY (key_hash)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

CREATE INDEX IF NOT EXISTS "surety_idempotency_sweep" ON "surety_idempotency" (application, sweep_at);

CREATE TABLE IF NOT EXISTS "surety_idempotency_usage" (
  owner_hash      bytea                    NOT NULL,
  application     text        COLLATE "C"  NOT NULL,
  live_rows       bigint                   NOT NULL,
  stored_bytes    bigint                   NOT NULL,
  -- the minute in which inserts are being counted
  window_start    timestamptz              NOT NULL,
  window_inserts  bigint                   NOT NULL,
  CONSTRAINT "surety_idempotency_usage_pkey" PRIMARY KEY (owner_hash)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

INSERT INTO "surety_schema" (part, version) VALUES ('idempotency', 1) ON CONFLICT (part) DO NOTHING;

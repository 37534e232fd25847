-- HMAC keys: one row per ring, one per key, one per change of a key.
-- Run core.sql first. Runs as it is in psql and Flyway; idempotent. Double-quoted names are the configurable ones.
-- At run time SELECT, INSERT, UPDATE and DELETE on the tables are enough.

CREATE TABLE IF NOT EXISTS "surety_key_ring" (
  application  text         COLLATE "C"  NOT NULL,
  key_ring     text         COLLATE "C"  NOT NULL,
  -- token, webhook or http_signature: what the ring was made for, and is for ever
  use          text         COLLATE "C"  NOT NULL,
  created_at   timestamptz               NOT NULL,
  CONSTRAINT "surety_key_ring_pkey" PRIMARY KEY (application, key_ring)
);

CREATE TABLE IF NOT EXISTS "surety_key" (
  application       text         COLLATE "C"  NOT NULL,
  key_ring          text         COLLATE "C"  NOT NULL,
  -- rows stay when the key is destroyed, so that no id is used twice
  kid               text         COLLATE "C"  NOT NULL,
  -- prepared, active, grace, retired, destroyed; see docs/keys.md
  state             text         COLLATE "C"  NOT NULL,
  -- a version, then for version 1 the nonce, ciphertext and tag of AES-256-GCM, for version 0 the secret itself; null
  -- once it is destroyed
  secret            bytea,
  -- the id of the key-encryption key; null where there is none
  encryption_key    text         COLLATE "C",
  created_at        timestamptz               NOT NULL,
  activated_at      timestamptz,
  -- when a key in grace verifies nothing any more, or when it was retired before
  grace_until       timestamptz,
  -- a minute late and more, so that verifying writes nothing
  last_verified_at  timestamptz,
  CONSTRAINT "surety_key_pkey" PRIMARY KEY (application, key_ring, kid)
) WITH (fillfactor = 70);

-- One active key per ring, whoever writes
CREATE UNIQUE INDEX IF NOT EXISTS "surety_key_active" ON "surety_key" (application, key_ring) WHERE state = 'active';

CREATE TABLE IF NOT EXISTS "surety_key_audit" (
  audit_id     uuid                      NOT NULL,
  application  text         COLLATE "C"  NOT NULL,
  key_ring     text         COLLATE "C"  NOT NULL,
  kid          text         COLLATE "C"  NOT NULL,
  changed_at   timestamptz               NOT NULL,
  -- the operator, the caller's principal, or the application
  who          text                      NOT NULL,
  -- seed, prepare, rotate, activate, retire, destroy, rewrap, grace_ended
  what         text         COLLATE "C"  NOT NULL,
  -- null where the key was not there before
  from_state   text         COLLATE "C",
  to_state     text         COLLATE "C"  NOT NULL,
  CONSTRAINT "surety_key_audit_pkey" PRIMARY KEY (audit_id)
);

CREATE INDEX IF NOT EXISTS "surety_key_audit_ring" ON "surety_key_audit" (application, key_ring, changed_at);

INSERT INTO "surety_schema" (part, version) VALUES ('keys', 1) ON CONFLICT (part) DO NOTHING;

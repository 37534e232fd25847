-- Webhooks: the queue, what is delivered, what was tried, and what all instances know of receivers.
-- Run core.sql first. Runs as it is in psql and Flyway; idempotent. Double-quoted names are the configurable ones.
-- At run time SELECT, INSERT, UPDATE and DELETE on the tables are enough.

-- One short row per delivery that has not ended. A claim changes no column that is indexed.
CREATE TABLE IF NOT EXISTS "surety_webhook" (
  -- ordered by time (RFC 9562, version 7)
  delivery_id      uuid                      NOT NULL,
  application      text         COLLATE "C"  NOT NULL,
  -- first 16 bytes of SHA-256 over application, tenant and endpoint, url or breaker key
  circuit          uuid                      NOT NULL,
  -- all zeros where it goes to a url
  endpoint_id      uuid                      NOT NULL,
  -- ready; waiting behind another of its sequence; blocking its sequence, being dead
  state            text         COLLATE "C"  NOT NULL,
  -- when it may be sent; found only then
  due              timestamptz               NOT NULL,
  -- until when somebody is sending it
  leased_until     timestamptz,
  -- rises with each claim, and a redelivery starts it higher: who has a lower one is late
  fence            integer                   NOT NULL,
  -- attempts that were made and counted
  attempts         integer                   NOT NULL,
  -- claims in a row that nobody settled
  losses           integer                   NOT NULL,
  -- first 16 bytes of SHA-256 over application, tenant, destination and sequence key
  sequence         uuid,
  sequence_number  bigint,
  -- bytes of the body
  size             integer                   NOT NULL,
  CONSTRAINT "surety_webhook_pkey" PRIMARY KEY (delivery_id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0,
        autovacuum_analyze_scale_factor = 0.05);

CREATE INDEX IF NOT EXISTS "surety_webhook_ready" ON "surety_webhook" (application, circuit, endpoint_id, due)
  WHERE state = 'ready';

CREATE INDEX IF NOT EXISTS "surety_webhook_order" ON "surety_webhook" (sequence, sequence_number)
  WHERE sequence IS NOT NULL;

-- Whether an endpoint that was deleted has messages left
CREATE INDEX IF NOT EXISTS "surety_webhook_addressed" ON "surety_webhook" (endpoint_id)
  WHERE endpoint_id <> '00000000-0000-0000-0000-000000000000';

-- What is delivered; written once, and changed only when it ends otherwise than delivered.
CREATE TABLE IF NOT EXISTS "surety_webhook_message" (
  delivery_id      uuid                      NOT NULL,
  application      text         COLLATE "C"  NOT NULL,
  tenant           text         COLLATE "C"  NOT NULL,
  -- all zeros where it goes to a url
  endpoint_id      uuid                      NOT NULL,
  url              text         COLLATE "C",
  -- as in the queue
  circuit          uuid                      NOT NULL,
  -- what operators call its circuit: the breaker key, the endpoint's name, the url without its query
  circuit_key      text         COLLATE "C"  NOT NULL,
  event_type       text         COLLATE "C"  NOT NULL,
  -- the idempotency key
  webhook_id       text         COLLATE "C"  NOT NULL,
  content_type     text                      NOT NULL,
  body             bytea                     NOT NULL,
  -- a JSON object; null where there are none
  headers          text,
  sequence_key     text,
  sequence_number  bigint,
  max_attempts     integer                   NOT NULL,
  created_at       timestamptz               NOT NULL,
  expires_at       timestamptz,
  -- of a task's notification, for the log
  task_id          text,
  task_type        text,
  notification     text         COLLATE "C",
  traceparent      text         COLLATE "C",
  -- whether it goes out of order, having been dead
  redelivered      boolean                   NOT NULL,
  -- dead or canceled; null while it is queued, and once it is delivered
  ended            text         COLLATE "C",
  ended_at         timestamptz,
  reason           text         COLLATE "C",
  -- attempts that were made before it ended so
  attempts         integer                   NOT NULL,
  CONSTRAINT "surety_webhook_message_pkey" PRIMARY KEY (delivery_id)
);

CREATE INDEX IF NOT EXISTS "surety_webhook_message_ended"
  ON "surety_webhook_message" (application, ended, ended_at, delivery_id) WHERE ended IS NOT NULL;

-- Which idempotency keys of callers are taken.
CREATE TABLE IF NOT EXISTS "surety_webhook_dedup" (
  -- first 16 bytes of SHA-256 over application, tenant, destination and idempotency key
  key_hash     uuid                      NOT NULL,
  application  text         COLLATE "C"  NOT NULL,
  -- first 16 bytes of the body's SHA-256
  body_hash    uuid                      NOT NULL,
  delivery_id  uuid                      NOT NULL,
  until        timestamptz               NOT NULL,
  CONSTRAINT "surety_webhook_dedup_pkey" PRIMARY KEY (key_hash)
);

CREATE INDEX IF NOT EXISTS "surety_webhook_dedup_until" ON "surety_webhook_dedup" (until);

-- The last number of each sequence; its row puts enqueuing transactions in order.
CREATE TABLE IF NOT EXISTS "surety_webhook_sequence" (
  sequence     uuid                      NOT NULL,
  application  text         COLLATE "C"  NOT NULL,
  last_number  bigint                    NOT NULL,
  used_at      timestamptz               NOT NULL,
  CONSTRAINT "surety_webhook_sequence_pkey" PRIMARY KEY (sequence)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

-- Circuits of which something is known; the others are closed.
CREATE TABLE IF NOT EXISTS "surety_webhook_circuit" (
  circuit      uuid                      NOT NULL,
  application  text         COLLATE "C"  NOT NULL,
  tenant       text         COLLATE "C"  NOT NULL,
  circuit_key  text         COLLATE "C"  NOT NULL,
  -- closed, open, half_open; see docs/webhooks.md
  state        text         COLLATE "C"  NOT NULL,
  -- by hand
  paused       boolean                   NOT NULL,
  failures     integer                   NOT NULL,
  successes    integer                   NOT NULL,
  -- when the next probe may start
  probe_at     timestamptz               NOT NULL,
  -- who probes, and until when
  probe        uuid,
  probe_until  timestamptz,
  reason       text         COLLATE "C"  NOT NULL,
  changed_at   timestamptz               NOT NULL,
  CONSTRAINT "surety_webhook_circuit_pkey" PRIMARY KEY (circuit)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX IF NOT EXISTS "surety_webhook_circuit_of" ON "surety_webhook_circuit" (application, state);

-- The registered receivers.
CREATE TABLE IF NOT EXISTS "surety_webhook_endpoint" (
  endpoint_id         uuid                      NOT NULL,
  application         text         COLLATE "C"  NOT NULL,
  tenant              text         COLLATE "C"  NOT NULL,
  name                text         COLLATE "C"  NOT NULL,
  url                 text         COLLATE "C"  NOT NULL,
  -- null for the configured one
  ring                text         COLLATE "C",
  -- separated by commas; empty for the configured ones
  signatures          text         COLLATE "C"  NOT NULL,
  -- a JSON object; null where there are none
  headers             text,
  client_certificate  text         COLLATE "C",
  -- the most sends a second of all instances
  rate_limit          integer,
  -- until when that rate is used up
  rated_until         timestamptz               NOT NULL,
  max_in_flight       integer,
  -- active, paused, disabled, deleted; a deleted one stays until its messages have ended
  state               text         COLLATE "C"  NOT NULL,
  reason              text         COLLATE "C"  NOT NULL,
  failing_since       timestamptz,
  created_at          timestamptz               NOT NULL,
  updated_at          timestamptz               NOT NULL,
  CONSTRAINT "surety_webhook_endpoint_pkey" PRIMARY KEY (endpoint_id)
) WITH (fillfactor = 70);

CREATE UNIQUE INDEX IF NOT EXISTS "surety_webhook_endpoint_name"
  ON "surety_webhook_endpoint" (application, tenant, name) WHERE state <> 'deleted';

-- What was tried.
CREATE TABLE IF NOT EXISTS "surety_webhook_log" (
  delivery_id      uuid                      NOT NULL,
  -- of the claim under which it was made
  fence            integer                   NOT NULL,
  application      text         COLLATE "C"  NOT NULL,
  url              text         COLLATE "C"  NOT NULL,
  task_id          text,
  task_type        text,
  notification     text         COLLATE "C",
  sequence_key     text,
  sequence_number  bigint,
  attempt          integer                   NOT NULL,
  max_attempts     integer                   NOT NULL,
  outcome          text         COLLATE "C"  NOT NULL,
  -- 0 where there was no answer
  status           integer                   NOT NULL,
  millis           bigint                    NOT NULL,
  payload_size     integer                   NOT NULL,
  error            text,
  will_retry       boolean                   NOT NULL,
  next_retry       timestamptz,
  occurred_at      timestamptz               NOT NULL,
  -- the start of the answer's body, where that is switched on
  excerpt          text,
  CONSTRAINT "surety_webhook_log_pkey" PRIMARY KEY (fence, delivery_id)
);

CREATE INDEX IF NOT EXISTS "surety_webhook_log_delivery" ON "surety_webhook_log" (delivery_id);

-- Which instances deliver.
CREATE TABLE IF NOT EXISTS "surety_webhook_worker" (
  worker       uuid                      NOT NULL,
  application  text         COLLATE "C"  NOT NULL,
  seen_at      timestamptz               NOT NULL,
  CONSTRAINT "surety_webhook_worker_pkey" PRIMARY KEY (worker)
);

CREATE INDEX IF NOT EXISTS "surety_webhook_worker_of" ON "surety_webhook_worker" (application, seen_at);

INSERT INTO "surety_schema" (part, version) VALUES ('webhook', 1) ON CONFLICT (part) DO NOTHING;

-- Which version of each part's tables is installed, checked at start; and what is mixed into its hashes.
-- Runs as it is in psql and Flyway; idempotent. Double-quoted names are the configurable ones.

CREATE TABLE IF NOT EXISTS "surety_schema" (
  part     text     COLLATE "C"  NOT NULL,
  version  integer               NOT NULL,
  -- random, so that nobody who cannot read it finds two inputs with one short hash
  salt     uuid                  NOT NULL DEFAULT gen_random_uuid(),
  CONSTRAINT "surety_schema_pkey" PRIMARY KEY (part)
);

-- Which version of each part's tables is installed, checked at start; and a salt.
-- Runs as it is in psql and Flyway; idempotent. Double-quoted names are the configurable ones.

CREATE TABLE IF NOT EXISTS "surety_schema" (
  part     text     COLLATE "C"  NOT NULL,
  version  integer               NOT NULL,
  -- random; replay's goes into its short hashes, so that nobody who cannot read it finds two nonces with one
  salt     uuid                  NOT NULL DEFAULT gen_random_uuid(),
  CONSTRAINT "surety_schema_pkey" PRIMARY KEY (part)
);

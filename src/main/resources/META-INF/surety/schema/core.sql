-- Which version of each part's tables is installed; checked at start.
-- Runs as it is in psql and Flyway; idempotent. Double-quoted names are the configurable ones.

CREATE TABLE IF NOT EXISTS "surety_schema" (
  part     text     COLLATE "C"  NOT NULL,
  version  integer               NOT NULL,
  CONSTRAINT "surety_schema_pkey" PRIMARY KEY (part)
);

-- Statements that all parts share. Double-quoted names are replaced by the configured ones.

-- name: limits
-- Bounds every statement of the transaction and every pause in it, so that an instance that stands
-- still blocks nobody for longer; rules out plans made while a table was small, among them one that
-- sorts a whole backlog for each batch of it, and planning anew for each length of a list, which takes as long as
-- claiming a few keys. What is left of joins is the nested loop, which keeps the order of a list (claim_new).
-- Tells the time by the way. Past ?3 it fails, and what goes along does not run: a server that stood still reads
-- it when nobody waits for it any more. So it does, where ?3 is not infinity, in a transaction that has begun
-- a while before: there nothing would commit by itself. One that begins here is as old as its messages take to be read.
SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint),
       num_nulls(set_config('lock_timeout', '50ms', true),
                 set_config('statement_timeout', ?1, true),
                 set_config('idle_in_transaction_session_timeout', ?2, true),
                 set_config('enable_seqscan', 'off', true),
                 set_config('enable_bitmapscan', 'off', true),
                 set_config('enable_hashjoin', 'off', true),
                 set_config('enable_mergejoin', 'off', true),
                 set_config('plan_cache_mode', 'force_generic_plan', true),
                 1 / CAST(clock_timestamp() < CAST(?3 AS timestamptz)
                          AND (CAST(?3 AS timestamptz) = 'infinity'
                               OR statement_timestamp() - transaction_timestamp() < interval '250 milliseconds') AS integer))

-- name: surroundings
-- Tells whether the limits hold, and on which server, in which database and as which role it runs.
SELECT current_setting('lock_timeout') = '50ms',
       CAST(extract(epoch FROM pg_postmaster_start_time()) * 1000000 AS bigint),
       (SELECT CAST(oid AS bigint) FROM pg_database WHERE datname = current_database()),
       (SELECT CAST(oid AS bigint) FROM pg_roles WHERE rolname = current_user)

-- name: server
-- Tells what the DataSource leads to; only PostgreSQL answers.
SELECT CAST(current_setting('server_version_num') AS integer), current_setting('transaction_isolation')

-- name: schema_lock
-- Lets one instance at a time create tables.
SELECT 1, CAST(pg_advisory_xact_lock(7310579831) AS text)

-- name: schema_version
-- Tells which version of a part's tables is installed.
SELECT version, part FROM "surety_schema" WHERE part = ?1

-- name: describe
-- Tells a table's columns, keys, indexes and checks, one line each.
SELECT d.line, 1 FROM (
  SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
         || CASE WHEN c.collname IS NULL OR c.collname = 'default' THEN '' ELSE ' collate ' || c.collname END
         || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END AS line
  FROM pg_attribute a LEFT JOIN pg_collation c ON c.oid = a.attcollation
  WHERE a.attrelid = to_regclass(CAST(?1 AS text)) AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT CASE WHEN i.indisprimary THEN 'primary key ' WHEN i.indisunique THEN 'unique index ' ELSE 'index ' END
         || substring(pg_get_indexdef(i.indexrelid) from ' USING (.*)$')
  FROM pg_index i WHERE i.indrelid = to_regclass(CAST(?2 AS text)) AND i.indisvalid
  UNION ALL
  SELECT 'check ' || pg_get_constraintdef(k.oid)
  FROM pg_constraint k WHERE k.conrelid = to_regclass(CAST(?3 AS text)) AND k.contype = 'c'
) d ORDER BY d.line

#!/bin/sh
# The part of the official image's entry point that Testcontainers needs: create the cluster, say
# "ready to accept connections" twice, and serve. Every host is trusted, as by the embedded server:
# the tests open thousands of connections, and checking a password is slow on purpose.
set -eu
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb -D "$PGDATA" -U "$user" -E UTF8 --locale=C --auth=trust
  echo "host all all all trust" >>"$PGDATA/pg_hba.conf"
  # Testcontainers waits for the second "ready": the official image starts once to initialise
  pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -k /tmp" -w start
  pg_ctl -D "$PGDATA" -m fast -w stop
  if [ "$database" != postgres ]; then
    echo "CREATE DATABASE \"$database\"" | postgres --single -D "$PGDATA" postgres >/dev/null
  fi
fi
exec "$@" -c listen_addresses='*' -k /tmp

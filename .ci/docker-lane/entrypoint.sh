#!/bin/sh
# The part of the official image's entry point that Testcontainers needs: create the cluster from
# POSTGRES_USER and POSTGRES_PASSWORD, say "ready to accept connections" twice, and serve.
set -eu
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  echo "$POSTGRES_PASSWORD" >/tmp/password
  initdb -D "$PGDATA" -U "$user" --pwfile=/tmp/password -E UTF8 --locale=C \
    --auth-local=trust --auth-host=scram-sha-256
  rm /tmp/password
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  # Testcontainers waits for the second "ready": the official image starts once to initialise
  pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -k /tmp" -w start
  pg_ctl -D "$PGDATA" -m fast -w stop
  if [ "$database" != postgres ]; then
    echo "CREATE DATABASE \"$database\"" | postgres --single -D "$PGDATA" postgres >/dev/null
  fi
fi
exec "$@" -c listen_addresses='*' -k /tmp

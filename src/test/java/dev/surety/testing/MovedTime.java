package dev.surety.testing;

import java.time.Instant;
import java.util.UUID;

/**
 * The one seam by which tests move time: a database whose clock tells another time.
 *
 * <p>A schema of its own has clock functions that hide the server's, and the tables that are made
 * through it. Statements run as they are; only what they call {@code clock_timestamp()} and {@code
 * now()} is moved. Time goes on from where it was moved to.
 */
public final class MovedTime {

  private final String schema =
      "moved_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  private final TestDatabase database;
  private final PlainSql sql;

  public MovedTime(TestDatabase database, Instant instant) {
    this.database = database.withOptions("-c%20search_path=" + schema + ",pg_catalog");
    this.sql = new PlainSql(this.database);
    int unused = sql.execute("CREATE SCHEMA " + schema);
    to(instant);
  }

  /** Leads to the moved time, and to tables of its own. */
  public TestDatabase database() {
    return database;
  }

  /** Moves time, for every connection and at once. */
  public void to(Instant instant) {
    String offset = "(timestamptz '" + instant + "' - timestamptz '" + serverTime() + "')";
    define("clock_timestamp", "VOLATILE", offset);
    define("now", "STABLE", offset);
  }

  private void define(String function, String volatility, String offset) {
    String body = "SELECT pg_catalog.%s() + interval '%s'".formatted(function, interval(offset));
    new PlainSql(database)
        .execute(
            "CREATE OR REPLACE FUNCTION %s.%s() RETURNS timestamptz LANGUAGE sql %s AS $$%s$$"
                .formatted(schema, function, volatility, body));
  }

  private String serverTime() {
    return sql.text("SELECT pg_catalog.clock_timestamp()");
  }

  private String interval(String offset) {
    return sql.text("SELECT extract(epoch FROM " + offset + ") || ' seconds'");
  }
}

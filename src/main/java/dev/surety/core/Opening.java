package dev.surety.core;

import java.util.List;

/**
 * What goes ahead of a transaction's first statement, or of a single one, at no trip of its own.
 *
 * @param sql a query whose first column is the database's time
 * @param parameters of the query
 * @param watch is told the connection
 * @param clock is told the time
 */
record Opening(String sql, List<String> parameters, Watchdog.Watch watch, DatabaseClock clock) {}

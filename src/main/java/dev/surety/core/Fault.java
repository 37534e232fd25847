package dev.surety.core;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a database error means to the caller, by its SQLSTATE (PostgreSQL, appendix A). */
public enum Fault {
  /** Lost a race that a new transaction may win: 40001, 40P01, 55P03. */
  CONTENTION,
  /** The database cannot work now, or it cannot be known: connections, shutdown, deadlines. */
  UNAVAILABLE,
  /** The statement itself was refused; trying again changes nothing. */
  REFUSED;

  /**
   * Classifies by the first SQLSTATE in the chain of causes. Without any SQLSTATE no statement was
   * refused: the pool or the transaction manager failed, which counts as unavailable.
   */
  public static Fault of(Throwable failure) {
    if (failure instanceof SuretyException && !(failure instanceof UnavailableException)) {
      return REFUSED;
    }
    String state = sqlState(failure);
    if (state == null) {
      return UNAVAILABLE;
    }
    return switch (state) {
      case "40001", "40P01", "55P03" -> CONTENTION;
      // Canceled by a deadline or ended for standing still; a read-only or not yet promoted server.
      case "57014", "25P03", "25006" -> UNAVAILABLE;
      default ->
          switch (state.substring(0, 2)) {
            case "08", "53", "57", "58", "XX" -> UNAVAILABLE;
            default -> REFUSED;
          };
    };
  }

  /** The failure as callers of Surety see it: refused, or {@link UnavailableException}. */
  public static SuretyException seen(Throwable failure) {
    if (failure instanceof SuretyException known) {
      return known;
    }
    return switch (of(failure)) {
      case UNAVAILABLE -> new UnavailableException("the database is not available", failure);
      case CONTENTION ->
          new UnavailableException("the row is locked by another transaction", failure);
      case REFUSED -> new SuretyException("the database refused a statement", failure);
    };
  }

  private static @Nullable String sqlState(Throwable failure) {
    // Bounded, because a chain of causes may be a circle.
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 32; depth++, cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().length() == 5) {
        return sql.getSQLState();
      }
    }
    return null;
  }
}

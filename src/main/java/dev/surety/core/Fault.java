package dev.surety.core;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a database error means to the caller, by its SQLSTATE (PostgreSQL, appendix A). */
public enum Fault {
  /** Lost a race that a new transaction may win: 40001, 40P01, 55P03. */
  CONTENTION,
  /** Canceled by its deadline; a smaller piece of work may be faster: 57014. */
  TOO_SLOW,
  /** The database cannot work now, or it cannot be known: connections, shutdown. */
  UNAVAILABLE,
  /** The statement itself was refused; trying again changes nothing. */
  REFUSED;

  static final String LOCK_NOT_AVAILABLE = "55P03";

  /**
   * Classifies by the first SQLSTATE in the chain of causes. Without any SQLSTATE the pool or the
   * transaction manager failed, which counts as unavailable, unless what was thrown has nothing to
   * do with either: then a value could not be read or written.
   */
  public static Fault of(Throwable failure) {
    if (failure instanceof SuretyException && !(failure instanceof UnavailableException)) {
      return REFUSED;
    }
    String state = sqlState(failure);
    if (state == null) {
      return isOfAValue(failure) ? REFUSED : UNAVAILABLE;
    }
    return switch (state) {
      case "40001", "40P01", LOCK_NOT_AVAILABLE -> CONTENTION;
      case "57014" -> TOO_SLOW;
      // Ended for standing still; a read-only or not yet promoted server.
      case "25P03", "25006" -> UNAVAILABLE;
      default ->
          switch (state.substring(0, 2)) {
            case "08", "53", "57", "58", "XX" -> UNAVAILABLE;
            default -> REFUSED;
          };
    };
  }

  /**
   * Whether the server refused a statement for what it lacks, so that nothing has changed: 25006,
   * 53100, 53300, 53400. Not 53200, which the driver raises too, for rows of what has committed.
   */
  static boolean isOfTheServersState(Throwable failure) {
    String state = sqlState(failure);
    return state != null && Set.of("25006", "53100", "53300", "53400").contains(state);
  }

  /** Whether a unique index refused a row: 23505. */
  public static boolean isDuplicate(Throwable failure) {
    return "23505".equals(sqlState(failure));
  }

  /** The failure as callers of Surety see it: refused, or {@link UnavailableException}. */
  public static SuretyException seen(Throwable failure) {
    if (failure instanceof SuretyException known) {
      return known;
    }
    return switch (of(failure)) {
      case UNAVAILABLE, TOO_SLOW ->
          new UnavailableException("the database is not available", failure);
      case CONTENTION ->
          new UnavailableException("the row is locked by another transaction", failure);
      case REFUSED -> new SuretyException("the database refused a statement", failure);
    };
  }

  private static boolean isOfAValue(Throwable failure) {
    return failure instanceof NullPointerException
        || failure instanceof ClassCastException
        || failure instanceof IllegalArgumentException
        || failure instanceof IndexOutOfBoundsException;
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

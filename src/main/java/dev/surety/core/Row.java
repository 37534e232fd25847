package dev.surety.core;

import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of a native query, read by position.
 *
 * <p>Both persistence providers return other Java types for timestamps and bytes, so statements
 * return text, numbers, booleans and bytea only, and uuids and times where they are direct ones.
 */
public final class Row {

  private final @Nullable Object[] columns;

  Row(@Nullable Object[] columns) {
    this.columns = columns;
  }

  /** How many columns there are. */
  public int width() {
    return columns.length;
  }

  public boolean isNull(int column) {
    return columns[column] == null;
  }

  public String text(int column) {
    return value(column).toString();
  }

  public int integer(int column) {
    return ((Number) value(column)).intValue();
  }

  public long number(int column) {
    return ((Number) value(column)).longValue();
  }

  public boolean flag(int column) {
    return (Boolean) value(column);
  }

  public byte[] bytes(int column) {
    return (byte[]) value(column);
  }

  /** Of direct statements only. */
  public UUID uuid(int column) {
    return (UUID) value(column);
  }

  /** A time in microseconds since 1970; of direct statements only. */
  public long micros(int column) {
    return Micros.of(((Timestamp) value(column)).toInstant());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row && Arrays.equals(columns, row.columns);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(columns);
  }

  private Object value(int column) {
    return Objects.requireNonNull(columns[column], () -> "column " + column + " is null");
  }
}

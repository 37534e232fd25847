package dev.surety.core;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list as a parameter of {@link Database#direct}; the driver sends most types in binary form,
 * which the server reads in a fraction of the time that text takes.
 */
public final class SqlArray {

  private final String type;
  private final Object[] elements;

  private SqlArray(String type, Object[] elements) {
    this.type = type;
    this.elements = elements;
  }

  /** The elements are hex digits. */
  public static <T> SqlArray ofBytea(Collection<T> rows, Function<T, String> hex) {
    HexFormat format = HexFormat.of();
    return new SqlArray(
        "bytea", rows.stream().map(row -> format.parseHex(hex.apply(row))).toArray(byte[][]::new));
  }

  public static <T> SqlArray ofBytes(Collection<T> rows, Function<T, byte[]> column) {
    return new SqlArray("bytea", rows.stream().map(column).toArray(byte[][]::new));
  }

  public static <T> SqlArray ofUuid(Collection<T> rows, Function<T, @Nullable UUID> column) {
    return new SqlArray("uuid", rows.stream().map(column).toArray());
  }

  public static <T> SqlArray ofBigint(Collection<T> rows, Function<T, @Nullable Long> column) {
    return new SqlArray("int8", rows.stream().map(column).toArray(Long[]::new));
  }

  public static <T> SqlArray ofBoolean(Collection<T> rows, Function<T, Boolean> column) {
    return new SqlArray("bool", rows.stream().map(column).toArray(Boolean[]::new));
  }

  public static <T> SqlArray ofText(Collection<T> rows, Function<T, @Nullable String> column) {
    return new SqlArray("text", rows.stream().map(column).toArray(String[]::new));
  }

  java.sql.Array on(Connection connection) throws SQLException {
    return connection.createArrayOf(type, elements);
  }
}

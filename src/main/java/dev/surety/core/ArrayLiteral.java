package dev.surety.core;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lists as text that PostgreSQL casts to an array, because not every persistence provider binds
 * arrays.
 *
 * <p>Elements are not quoted: only numbers, booleans, UUIDs and hex digits may be among them.
 */
public final class ArrayLiteral {

  private ArrayLiteral() {}

  /** To be cast to an array of the elements' own type. */
  public static <T> String of(Collection<T> rows, Function<T, Object> column) {
    return rows.stream()
        .map(row -> column.apply(row).toString())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** To be cast to bytea[]; the elements are hex digits. */
  public static <T> String ofBytea(Collection<T> rows, Function<T, String> column) {
    return rows.stream()
        .map(row -> "\\\\x" + column.apply(row))
        .collect(Collectors.joining(",", "{", "}"));
  }
}

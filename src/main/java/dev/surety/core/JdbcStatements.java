package dev.surety.core;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements with ordinal parameters on a connection; an opening's watch is told the
 * connection, and its clock the time. Thread-safe.
 */
final class JdbcStatements {

  private final Map<String, OrdinalSql> ordinals = new ConcurrentHashMap<>();
  private final DriverRows driverRows = new DriverRows();

  List<Row> run(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    OrdinalSql ordinal = ordinals.computeIfAbsent(sql, OrdinalSql::of);
    try (PreparedStatement statement = prepared(connection, ordinal.text())) {
      bind(connection, statement, 1, ordinal, parameters);
      try (ResultSet found = statement.executeQuery()) {
        return rows(driverRows.behind(found, connection));
      }
    }
  }

  /** The driver sends both statements at once, and the server plans the second after the first. */
  List<Row> run(Connection connection, Opening opening, String sql, @Nullable Object... parameters)
      throws SQLException {
    opening.watch().on(connection);
    OrdinalSql first = ordinals.computeIfAbsent(opening.sql(), OrdinalSql::of);
    OrdinalSql second = ordinals.computeIfAbsent(sql, OrdinalSql::of);
    try (PreparedStatement statement = prepared(connection, first.text() + ";\n" + second.text())) {
      int next = bind(connection, statement, 1, first, opening.parameters().toArray());
      bind(connection, statement, next, second, parameters);
      long asked = opening.clock().asked();
      statement.execute();
      long told;
      try (ResultSet opened = statement.getResultSet()) {
        told = rows(opened).get(0).number(0);
      }
      if (!statement.getMoreResults()) {
        opening.clock().answered(asked, told);
        return List.of();
      }
      opening.clock().overheard(asked, told);
      try (ResultSet found = statement.getResultSet()) {
        return rows(driverRows.behind(found, connection));
      }
    }
  }

  /** Its rows come at once, whatever the pool's default: they are read behind its wrapper. */
  private static PreparedStatement prepared(Connection connection, String text)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    statement.setFetchSize(0);
    return statement;
  }

  private static int bind(
      Connection connection,
      PreparedStatement statement,
      int first,
      OrdinalSql ordinal,
      @Nullable Object... parameters)
      throws SQLException {
    int index = first;
    for (int parameter : ordinal.ordinals()) {
      bind(connection, statement, index++, parameters[parameter - 1]);
    }
    return index;
  }

  /** Text goes without a type, so that the server reads it as what the statement needs. */
  private static void bind(
      Connection connection, PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else if (value instanceof SqlArray array) {
      statement.setArray(index, array.on(connection));
    } else if (value instanceof String text) {
      statement.setObject(index, text, Types.OTHER);
    } else {
      statement.setObject(index, value);
    }
  }

  private static List<Row> rows(ResultSet found) throws SQLException {
    int columns = found.getMetaData().getColumnCount();
    List<Row> rows = new ArrayList<>();
    while (found.next()) {
      @Nullable Object[] row = new Object[columns];
      for (int i = 0; i < columns; i++) {
        row[i] = found.getObject(i + 1);
      }
      rows.add(new Row(row));
    }
    return rows;
  }
}

package dev.surety.core;

import dev.surety.SuretyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Creates Surety's tables for development, and compares them with what the statements expect.
 *
 * <p>Expected are the lines of {@code META-INF/surety/schema/<part>.expected}: columns with type,
 * collation and nullability, keys, indexes, checks. More than expected is allowed.
 */
public final class Schema {

  private final Transactions transactions;
  private final Database database;
  private final SqlFile statements;
  private final TableNames names;

  public Schema(Transactions transactions, Database database, TableNames names) {
    this.transactions = transactions;
    this.database = database;
    this.names = names;
    this.statements = new SqlFile("core", names);
  }

  /** Creates what is missing of a part's tables; several instances may do so at once. */
  public void create(String part) {
    transactions.own(
        () -> {
          database.query(statements.get("schema_lock"));
          statementsOf(SqlFile.schema(part, names)).forEach(database::execute);
          return part;
        });
  }

  /**
   * @throws SuretyException with every difference, unless the part's tables are as expected
   */
  public void verify(String part) {
    List<String> differences = transactions.own(() -> differences(part));
    if (!differences.isEmpty()) {
      throw new SuretyException(
          "the tables of part '"
              + part
              + "' are not as expected: "
              + String.join("; ", differences)
              + ". Run META-INF/surety/schema/"
              + part
              + ".sql, or set surety.schema-mode=create for development");
    }
  }

  /**
   * @throws SuretyException unless the part's tables are of that version
   */
  public void verifyVersion(String part, int version) {
    List<Row> rows = transactions.own(() -> database.query(statements.get("schema_version"), part));
    String found = rows.isEmpty() ? "none" : Integer.toString(rows.get(0).integer(0));
    if (!found.equals(Integer.toString(version))) {
      throw new SuretyException(
          "the tables of part '"
              + part
              + "' have schema version "
              + found
              + ", this jar needs "
              + version
              + ". Run META-INF/surety/schema/"
              + part
              + ".sql of this version");
    }
  }

  /** The statements of a script; none of Surety's has a semicolon inside. */
  static List<String> statementsOf(String script) {
    String code =
        script
            .lines()
            .map(line -> line.replaceFirst("\\s*--.*$", ""))
            .reduce("", (left, right) -> left + right + "\n");
    return Arrays.stream(code.split(";")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private List<String> differences(String part) {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, List<String>> table : SqlFile.expected(part, names).entrySet()) {
      List<String> found = describe(table.getKey());
      if (found.isEmpty()) {
        differences.add("table " + table.getKey() + " is missing");
      } else {
        differences.addAll(missing(table.getKey(), table.getValue(), found));
      }
    }
    return differences;
  }

  private List<String> describe(String table) {
    return database.query(statements.get("describe"), table, table, table).stream()
        .map(row -> row.text(0))
        .toList();
  }

  private static List<String> missing(String table, List<String> expected, List<String> found) {
    TreeSet<String> left = new TreeSet<>(expected);
    found.forEach(left::remove);
    return left.stream().map(line -> difference(table, line, found)).toList();
  }

  private static String difference(String table, String expected, List<String> found) {
    String first = expected.substring(0, expected.indexOf(' ') + 1);
    return found.stream()
        .filter(line -> line.startsWith(first) && !first.equals("index "))
        .findFirst()
        .map(line -> table + " expects '" + expected + "' but has '" + line + "'")
        .orElse(table + " lacks '" + expected + "'");
  }
}

package dev.surety.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements of one part, read from {@code META-INF/surety/sql/<part>.sql}.
 *
 * <p>A statement is a block under a line {@code -- name: look}; comment lines are left out, table
 * names are replaced. Immutable.
 */
public final class SqlFile {

  private static final String NAME = "-- name: ";

  private final String part;
  private final Map<String, String> statements = new LinkedHashMap<>();

  public SqlFile(String part, TableNames names) {
    this.part = part;
    String name = "";
    StringBuilder block = new StringBuilder();
    for (String line : text("sql", part + ".sql").split("\n", -1)) {
      if (line.startsWith(NAME)) {
        put(name, block, names);
        name = line.substring(NAME.length()).strip();
      } else if (!line.strip().startsWith("--") && !line.isBlank()) {
        block.append(line).append('\n');
      }
    }
    put(name, block, names);
  }

  /** The statement of that name. */
  public String get(String name) {
    String statement = statements.get(name);
    if (statement == null) {
      throw new IllegalStateException("no statement " + name + " in sql/" + part + ".sql");
    }
    return statement;
  }

  /** Every statement by its name, in file order. */
  public Map<String, String> all() {
    return Map.copyOf(statements);
  }

  /** The DDL of a part under the given names, as a script. */
  public static String schema(String part, TableNames names) {
    return names.in(text("schema", part + ".sql"));
  }

  /** What a part's tables must look like: by qualified table name, one line per column and key. */
  static Map<String, List<String>> expected(String part, TableNames names) {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (String line : text("schema", part + ".expected").split("\n", -1)) {
      if (line.startsWith("\"")) {
        lines = new ArrayList<>();
        tables.put(names.in(line.strip()), lines);
      } else if (!line.isBlank()) {
        lines.add(line.strip());
      }
    }
    return tables;
  }

  private void put(String name, StringBuilder block, TableNames names) {
    if (!name.isEmpty()) {
      statements.put(name, names.in(block.toString().strip()));
    }
    block.setLength(0);
  }

  private static String text(String folder, String file) {
    String path = "/META-INF/surety/" + folder + "/" + file;
    try (InputStream in = SqlFile.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("missing in the jar: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

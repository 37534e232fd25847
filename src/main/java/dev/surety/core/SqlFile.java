package dev.surety.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements of one part, read from {@code META-INF/surety/sql/<part>.sql}.
 *
 * <p>A statement is a block under a line {@code -- name: look}; comment lines are left out, table
 * names are replaced. A line {@code -- also: part-other} names further files of a part that has
 * many, a line {@code -- use: piece} stands for the lines under an earlier {@code -- piece: piece}.
 * Immutable.
 */
public final class SqlFile {

  private static final String NAME = "-- name: ";
  private static final String ALSO = "-- also: ";
  private static final String PIECE = "-- piece: ";
  private static final String USE = "-- use: ";

  private final String part;
  private final Map<String, String> statements = new LinkedHashMap<>();
  private final Map<String, String> pieces = new HashMap<>();

  public SqlFile(String part, TableNames names) {
    this.part = part;
    read(part);
    statements.replaceAll((name, text) -> names.in(text));
  }

  /** The statement of that name. */
  public String get(String name) {
    String statement = statements.get(name);
    if (statement == null) {
      throw new IllegalStateException("no statement " + name + " of part " + part);
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

  private void read(String file) {
    Map<String, String> into = pieces;
    String name = "";
    StringBuilder block = new StringBuilder();
    for (String line : text("sql", file + ".sql").split("\n", -1)) {
      if (line.startsWith(NAME) || line.startsWith(PIECE)) {
        put(into, name, block);
        into = line.startsWith(NAME) ? statements : pieces;
        name = rest(line);
      } else if (line.startsWith(ALSO)) {
        for (String other : rest(line).split(" ", -1)) {
          read(other);
        }
      } else if (line.startsWith(USE)) {
        block.append(piece(rest(line))).append('\n');
      } else if (!line.strip().startsWith("--") && !line.isBlank()) {
        block.append(line).append('\n');
      }
    }
    put(into, name, block);
  }

  /** What stands behind the line's keyword. */
  private static String rest(String line) {
    return line.substring(line.indexOf(": ") + 2).strip();
  }

  private String piece(String name) {
    String piece = pieces.get(name);
    if (piece == null) {
      throw new IllegalStateException("no piece " + name + " before its use in part " + part);
    }
    return piece;
  }

  private void put(Map<String, String> into, String name, StringBuilder block) {
    if (!name.isEmpty() && into.put(name, block.toString().strip()) != null) {
      throw new IllegalStateException("there are two blocks " + name + " of part " + part);
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

package dev.surety.core;

import dev.surety.SuretyException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces the default names in Surety's SQL by the configured ones.
 *
 * <p>In every SQL file a double-quoted name that starts with {@code surety_} is such a name; the
 * files therefore run as they are under the default names. Configured names are validated, so
 * replacing them in text is safe. Immutable.
 */
public final class TableNames {

  /** ASCII only: a look-alike letter would silently name another table. */
  public static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private static final Pattern QUOTED = Pattern.compile("\"(surety_[a-z0-9_]+)\"");
  private static final int MAX_BYTES = 63;

  private final String schema;
  private final Map<String, String> configured;

  /**
   * @param schema the schema that qualifies every table, empty for the search path
   * @param configured table names by their default names
   * @throws SuretyException if a name is not a plain lower-case identifier or stands twice
   */
  public TableNames(String schema, Map<String, String> configured) {
    this.schema = schema.isEmpty() ? "" : checked(schema);
    // Longest first, so that an index is named after the longest table name it starts with.
    this.configured =
        new TreeMap<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(name -> name));
    configured.forEach((name, table) -> this.configured.put(name, checked(table)));
    if (this.configured.values().stream().distinct().count() < configured.size()) {
      throw new SuretyException(
          "table names " + configured.values() + " must differ from each other");
    }
  }

  /**
   * The same names but for these, for tables that exist more than once.
   *
   * @throws SuretyException as the constructor does
   */
  public TableNames with(Map<String, String> others) {
    Map<String, String> names = new HashMap<>(configured);
    names.putAll(others);
    return new TableNames(schema, names);
  }

  /** The statement or script with every default name replaced. */
  public String in(String sql) {
    return QUOTED.matcher(sql).replaceAll(this::replacement);
  }

  private String replacement(MatchResult quoted) {
    String name = quoted.group(1);
    String table = configured.get(name);
    if (table != null) {
      return Matcher.quoteReplacement(qualifier() + "\"" + table + "\"");
    }
    for (Map.Entry<String, String> entry : configured.entrySet()) {
      if (name.startsWith(entry.getKey() + "_")) {
        String suffix = name.substring(entry.getKey().length());
        return "\"" + fitting(entry.getValue() + suffix) + "\"";
      }
    }
    throw new IllegalStateException("SQL names an unknown table: " + name);
  }

  private String qualifier() {
    return schema.isEmpty() ? "" : "\"" + schema + "\".";
  }

  /** Cut names end in a hash, so that two long names never meet. */
  private static String fitting(String name) {
    if (name.length() <= MAX_BYTES) {
      return name;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.US_ASCII));
      return name.substring(0, MAX_BYTES - 9) + "_" + HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String checked(String name) {
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new SuretyException(
          "'" + name + "' cannot name a table or schema: it must match " + IDENTIFIER.pattern());
    }
    return name;
  }
}

package dev.surety.core;

import dev.surety.SuretyException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints the DDL of every part under the configured names, for whoever owns the database schema.
 *
 * <p>Reads the settings that name schema and tables from system properties:
 *
 * <pre>java -Dsurety.schema=billing -cp surety.jar dev.surety.core.PrintSchema</pre>
 */
public final class PrintSchema {

  private PrintSchema() {}

  /**
   * @throws SuretyException naming the first name that is not allowed
   */
  public static void main(String[] args) {
    System.out.print(script(System.getProperties()));
  }

  static String script(Properties settings) {
    List<PartSchema> parts = parts();
    Map<String, String> tables = new TreeMap<>(Map.of("surety_schema", "surety_schema"));
    parts.forEach(
        part ->
            part.settings()
                .forEach((table, key) -> tables.put(table, settings.getProperty(key, table))));
    String schema = settings.getProperty(CoreSettings.SCHEMA.key(), "");
    TableNames names = new TableNames(schema, tables);
    Stream<String> first = Stream.of("core").map(part -> SqlFile.schema(part, names));
    Stream<String> own = parts.stream().map(part -> SqlFile.schema(part.part(), names));
    Stream<String> further =
        parts.stream()
            .flatMap(
                part ->
                    sets(part, settings)
                        .map(set -> names.with(tables(part, set, settings)))
                        .map(others -> SqlFile.schema(part.part(), others)));
    return Stream.of(first, own, further).flatMap(all -> all).collect(Collectors.joining("\n"));
  }

  /** The parts that have tables, in the order in which they are made. */
  static List<PartSchema> parts() {
    return ServiceLoader.load(PartSchema.class, PrintSchema.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private static Stream<String> sets(PartSchema part, Properties settings) {
    return Stream.of(settings.getProperty(part.furtherSets(), "").split(",", -1))
        .map(String::strip)
        .filter(set -> !set.isEmpty());
  }

  /** A further set is named like the first one, with its own name behind the part's. */
  private static Map<String, String> tables(PartSchema part, String set, Properties settings) {
    String first = "surety_" + part.part();
    Map<String, String> tables = new TreeMap<>();
    part.settings()
        .forEach(
            (table, key) ->
                tables.put(
                    table,
                    settings.getProperty(
                        key.replaceFirst("^surety\\.[a-z]+", "$0." + set),
                        table.replaceFirst("^" + first, "$0_" + set))));
    return tables;
  }
}

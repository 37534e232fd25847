package dev.surety.core;

import dev.surety.SuretyException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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

  /** The parts that have tables, in the order in which they are made. */
  static final List<String> PARTS = List.of("core", "idempotency", "replay", "keys");

  /** Which setting names which table; the version table always has its own name. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "surety_idempotency", "surety.idempotency.table",
          "surety_idempotency_usage", "surety.idempotency.usage-table",
          "surety_replay", "surety.replay.table",
          "surety_replay_key", "surety.replay.key-table",
          "surety_key", "surety.keys.table",
          "surety_key_ring", "surety.keys.ring-table",
          "surety_key_audit", "surety.keys.audit-table");

  /** Lists the replay stores that have the same tables again. */
  private static final String STORES = "surety.replay.stores";

  private PrintSchema() {}

  /**
   * @throws SuretyException naming the first name that is not allowed
   */
  public static void main(String[] args) {
    System.out.print(script(System.getProperties()));
  }

  static String script(Properties settings) {
    Map<String, String> tables = new TreeMap<>(Map.of("surety_schema", "surety_schema"));
    SETTINGS.forEach((table, key) -> tables.put(table, settings.getProperty(key, table)));
    String schema = settings.getProperty(CoreSettings.SCHEMA.key(), "");
    TableNames names = new TableNames(schema, tables);
    Stream<String> parts = PARTS.stream().map(part -> SqlFile.schema(part, names));
    Stream<String> stores =
        stores(settings)
            .map(store -> SqlFile.schema("replay", names.with(tables(store, settings))));
    return Stream.concat(parts, stores).collect(Collectors.joining("\n"));
  }

  private static Stream<String> stores(Properties settings) {
    return Stream.of(settings.getProperty(STORES, "").split(",", -1))
        .map(String::strip)
        .filter(store -> !store.isEmpty());
  }

  private static Map<String, String> tables(String store, Properties settings) {
    String prefix = "surety.replay." + store;
    String table = "surety_replay_" + store;
    return Map.of(
        "surety_replay", settings.getProperty(prefix + ".table", table),
        "surety_replay_key", settings.getProperty(prefix + ".key-table", table + "_key"));
  }
}

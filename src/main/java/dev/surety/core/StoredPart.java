package dev.surety.core;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** A part with tables of its own. */
public interface StoredPart extends Part {

  /** Names the part's SQL and schema files. */
  String name();

  /** Which version of its tables the part works with. */
  int schemaVersion();

  /** The configured table names by their default names. */
  Map<String, String> tables(Config config);

  /** Sets of the same tables again under other names, by their default names. */
  default List<Map<String, String>> furtherTables(Config config) {
    return List.of();
  }

  /** An entity of the part, by which an unlisted mapping file is noticed. */
  Class<?> entity();
}

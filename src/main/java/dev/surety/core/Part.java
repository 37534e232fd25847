package dev.surety.core;

import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** One of Surety's promises, as the start-up sees it; a CDI bean. */
public interface Part {

  /** Names the part's SQL and schema files. */
  String name();

  /** Which version of its tables the part works with. */
  int schemaVersion();

  /** The configured table names by their default names. */
  Map<String, String> tables(Config config);

  /** An entity of the part, by which an unlisted mapping file is noticed. */
  Class<?> entity();

  /** Begins to work; the tables have been checked. */
  void start(Core core);

  /** Ends its threads and hands back what it holds; must not fail if it never started. */
  void stop();
}

package dev.surety.core;

import java.util.Map;

/**
 * Which settings name a part's tables; a service, which is found without a server.
 *
 * <p>Needs nothing but the JDK, so that {@link PrintSchema} runs from the jar alone.
 */
public interface PartSchema {

  /** Names the part's schema file. */
  String part();

  /** The settings by the tables' default names. */
  Map<String, String> settings();

  /**
   * The setting that lists the names of further sets of the same tables; empty where there is none.
   * Each set has the settings above with its name behind the part's.
   */
  default String furtherSets() {
    return "";
  }
}

package dev.surety.webhook.internal;

import dev.surety.core.Row;
import java.util.List;

/** Runs a statement in the current transaction, whoever's it is. */
@FunctionalInterface
interface Statements {

  /**
   * @param name of a block of {@code webhook.sql}
   */
  List<Row> run(String name, Object... parameters);
}

package dev.surety.webhook.internal;

import dev.surety.core.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a statement in the current transaction, whoever's it is. */
@FunctionalInterface
interface Statements {

  /**
   * @param name of a block of {@code webhook.sql} and the files that it names
   */
  List<Row> run(String name, @Nullable Object... parameters);
}

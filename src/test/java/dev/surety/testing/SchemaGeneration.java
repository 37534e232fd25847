package dev.surety.testing;

import jakarta.persistence.Persistence;
import java.util.Map;

/** The application's own schema generation, which knows Surety's tables from the mapping alone. */
public final class SchemaGeneration {

  private SchemaGeneration() {}

  public static void dropAndCreate(TestDatabase database) {
    generate(database, "jakarta.persistence.schema-generation.database.action", "drop-and-create");
  }

  /** Fails if the tables are not as the mapping says. */
  public static void validate(TestDatabase database) {
    generate(database, "hibernate.hbm2ddl.auto", "validate");
  }

  private static void generate(TestDatabase database, String setting, String value) {
    Persistence.createEntityManagerFactory(
            "store-tests",
            Map.of(
                "jakarta.persistence.jdbc.url",
                database.jdbcUrl(),
                "jakarta.persistence.jdbc.user",
                database.user(),
                "jakarta.persistence.jdbc.password",
                database.password(),
                setting,
                value))
        .close();
  }
}

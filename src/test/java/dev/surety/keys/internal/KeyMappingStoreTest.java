package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.core.Core;
import dev.surety.core.Schema;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MovedTime;
import dev.surety.testing.TestDatabase;
import jakarta.persistence.Persistence;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The application's own schema generation, which sees the tables through the mapping. */
class KeyMappingStoreTest {

  private final TestDatabase database =
      new MovedTime(TestDatabase.shared(), Instant.parse("2026-04-18T14:00:00Z")).database();

  @Test
  void tablesMadeFromTheMapping_lackTheIndexOnly_andCreatingAddsIt() {
    generate("jakarta.persistence.schema-generation.database.action", "drop-and-create");
    try (LocalUnit unit = new LocalUnit(database)) {
      Core core = unit.coreOnTables("shop", new KeysPart(), Map.of());
      Schema schema = new Schema(unit.transactions(), unit.database(), core.names());
      assertThatThrownBy(() -> schema.verify("keys"))
          .isInstanceOf(SuretyException.class)
          .hasMessageContaining(
              "\"surety_key\" lacks 'unique index btree (application, key_ring) WHERE")
          .hasMessageNotContaining("surety_key_ring\" lacks")
          .hasMessageNotContaining("surety_key_audit\" lacks")
          .hasMessageNotContaining("expects");
      schema.create("core");
      schema.create("keys");
      schema.verify("keys");
    }
  }

  private void generate(String setting, String value) {
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

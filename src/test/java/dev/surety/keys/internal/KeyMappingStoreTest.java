package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.core.Core;
import dev.surety.core.Schema;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MovedTime;
import dev.surety.testing.SchemaGeneration;
import dev.surety.testing.TestDatabase;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The application's own schema generation, which sees the tables through the mapping. */
class KeyMappingStoreTest {

  private final TestDatabase database =
      new MovedTime(TestDatabase.shared(), Instant.parse("2026-04-18T14:00:00Z")).database();

  @Test
  void tablesMadeFromTheMapping_lackTheIndexOnly_andCreatingAddsIt() {
    SchemaGeneration.dropAndCreate(database);
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
}

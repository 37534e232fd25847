package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.core.Core;
import dev.surety.core.Schema;
import dev.surety.core.StoredPart;
import dev.surety.idempotency.internal.IdempotencyPart;
import dev.surety.keys.internal.KeysPart;
import dev.surety.replay.internal.ReplayPart;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MovedTime;
import dev.surety.testing.SchemaGeneration;
import dev.surety.testing.TestDatabase;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The application's own schema generation, which sees the tables through the mapping. */
class WebhookMappingStoreTest {

  private final TestDatabase database =
      new MovedTime(TestDatabase.shared(), Instant.parse("2026-04-18T14:00:00Z")).database();

  @Test
  void tablesMadeFromTheMapping_lackIndexesOnly_andCreatingAddsThem() {
    SchemaGeneration.dropAndCreate(database);
    try (LocalUnit unit = new LocalUnit(database)) {
      Core core = unit.coreOnTables("shop", new WebhookPart(), Map.of());
      Schema schema = new Schema(unit.transactions(), unit.database(), core.names());
      assertThatThrownBy(() -> schema.verify("webhook"))
          .isInstanceOf(SuretyException.class)
          .hasMessageContaining(
              "\"surety_webhook\" lacks 'index btree (application, circuit, endpoint_id, due) WHERE")
          .hasMessageContaining("\"surety_webhook\" lacks 'index btree (sequence, sequence_number)")
          .hasMessageContaining(
              "\"surety_webhook_message\" lacks 'index btree (application, ended, ended_at")
          .hasMessageContaining(
              "\"surety_webhook_endpoint\" lacks 'unique index btree (application, tenant, name)")
          .hasMessageNotContaining("lacks 'primary key")
          .hasMessageNotContaining("lacks '\"")
          .hasMessageNotContaining("expects");
      schema.create("core");
      schema.create("webhook");
      schema.verify("webhook");
    }
  }

  @Test
  void tablesOfTheScripts_ofAllParts_areValidByTheMapping() {
    try (LocalUnit unit = new LocalUnit(database)) {
      for (StoredPart part :
          new StoredPart[] {
            new WebhookPart(), new KeysPart(), new IdempotencyPart(), new ReplayPart()
          }) {
        Core unused = unit.core("shop", part, Map.of());
      }
    }
    assertThatCode(() -> SchemaGeneration.validate(database)).doesNotThrowAnyException();
  }
}

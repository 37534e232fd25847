package dev.surety.replay.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.Core;
import dev.surety.core.Schema;
import dev.surety.replay.Acceptance;
import dev.surety.replay.KeyId;
import dev.surety.testing.FourRights;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MapConfig;
import dev.surety.testing.TestDatabase;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SELECT, INSERT, UPDATE and DELETE on the tables are enough at run time. */
class ReplayPrivilegesStoreTest {

  private static LocalUnit owner;
  private static FourRights role;

  @BeforeAll
  static void start() {
    owner = new LocalUnit(TestDatabase.shared());
    Core unused = owner.core("shop", new ReplayPart(), Map.of());
    role = new FourRights("replay_rights", "surety_schema, surety_replay, surety_replay_key");
  }

  @AfterAll
  static void stop() {
    role.close();
    owner.close();
  }

  @Test
  void roleWithTheFourRights_doesEverything() {
    Core core = role.unit().coreOnTables("privileges", new ReplayPart(), Map.of());
    Schema schema = new Schema(core.transactions(), core.database(), core.names());
    schema.verify("replay");
    schema.verifyVersion("replay", 1);
    KeyId key = KeyId.of("key-1");
    Instant soon = core.clock().now().plusSeconds(100);
    try (StoredReplay store =
        new StoredReplay(
            core,
            core.names(),
            ReplaySettings.of(new MapConfig(Map.of())),
            NonceStatements.salt(core),
            rise -> {})) {
      assertThat(store.accept(key, "n", soon)).isEqualTo(Acceptance.FRESH);
      assertThat(store.accept(key, "n", soon)).isEqualTo(Acceptance.REPLAYED);
      assertThat(store.remember(key, "n", soon.plusSeconds(9))).isFalse();
      assertThat(store.remember(key, "m", soon)).isTrue();
      assertThat(store.liveCount(key)).isEqualTo(2);
      assertThat(store.atCapacity(key)).isFalse();
      assertThat(store.sweep()).isNotNegative();
    }
  }
}

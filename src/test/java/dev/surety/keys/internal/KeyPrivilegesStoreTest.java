package dev.surety.keys.internal;

import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.Core;
import dev.surety.core.Schema;
import dev.surety.keys.Destruction;
import dev.surety.keys.KeyRings;
import dev.surety.keys.Preparation;
import dev.surety.keys.Retirement;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation;
import dev.surety.keys.Seeding;
import dev.surety.testing.FourRights;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MapConfig;
import dev.surety.testing.TestDatabase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SELECT, INSERT, UPDATE and DELETE on the tables are enough at run time. */
class KeyPrivilegesStoreTest {

  private static LocalUnit owner;
  private static FourRights role;

  @BeforeAll
  static void start() {
    owner = new LocalUnit(TestDatabase.shared());
    Core unused = owner.core("shop", new KeysPart(), Map.of());
    role =
        new FourRights(
            "key_rights", "surety_schema, surety_key, surety_key_ring, surety_key_audit");
  }

  @AfterAll
  static void stop() {
    role.close();
    owner.close();
  }

  @Test
  void roleWithTheFourRights_doesEverything() {
    Core core = role.unit().coreOnTables("privileges", new KeysPart(), Map.of());
    Schema schema = new Schema(core.transactions(), core.database(), core.names());
    schema.verify("keys");
    schema.verifyVersion("keys", 1);
    Ring ring = Ring.token("ring");
    KeySettings settings =
        KeySettings.of(new MapConfig(Map.of("surety.keys.encryption-key", KeysFixture.KEK)));
    try (StoredKeys keys =
        new StoredKeys(core, settings, ConfiguredKeys.of(settings), true, new RetriedChange())) {
      KeyRings rings = KeysFixture.rings(keys);
      assertThat(rings.seed(ring, "k1", secret())).isInstanceOf(Seeding.Seeded.class);
      String token = keys.tokens().sign(ring, "m");
      assertThat(keys.tokens().verify(ring, "m", token).isValid()).isTrue();
      keys.noteUse();
      assertThat(rings.prepare(ring, "k2", secret())).isInstanceOf(Preparation.Prepared.class);
      assertThat(rings.activate(ring, "k2", Duration.ofHours(1), false))
          .isInstanceOf(Rotation.Rotated.class);
      assertThat(rings.retire(ring, "k1")).isInstanceOf(Retirement.Retired.class);
      assertThat(rings.destroy(ring, "k1")).isInstanceOf(Destruction.Destroyed.class);
      assertThat(rings.list(ring)).hasSize(2);
      assertThat(rings.audit(ring)).hasSize(6);
      assertThat(rings.rewrap()).isZero();
      assertThat(rings.sweep()).isZero();
    }
  }
}

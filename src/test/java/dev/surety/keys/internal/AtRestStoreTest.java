package dev.surety.keys.internal;

import static dev.surety.keys.internal.KeysFixture.FIRST;
import static dev.surety.keys.internal.KeysFixture.KEK;
import static dev.surety.keys.internal.KeysFixture.NEXT;
import static dev.surety.keys.internal.KeysFixture.OTHER_KEK;
import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.surety.SuretyException;
import dev.surety.keys.KeyChange.Operation;
import dev.surety.keys.KeyInfo;
import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation;
import dev.surety.keys.Seeding;
import dev.surety.keys.TokenVerification.Expired;
import dev.surety.keys.TokenVerification.Valid;
import dev.surety.readme.Markdown;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Key-encryption keys at start, and when they change. */
class AtRestStoreTest {

  private static final String CURRENT = "surety.keys.encryption-key";
  private static final String ID = "surety.keys.encryption-key-id";
  private static final String OLD = "surety.keys.old-encryption-keys";
  private static final String PLAINTEXT = "surety.keys.plaintext";

  private final Ring ring = Ring.token("ring");
  private final Ring hooks = Ring.webhook("hooks");
  private KeysFixture fixture;

  @BeforeEach
  void open() {
    fixture = new KeysFixture(TestDatabase.shared());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void applicationThatUsesNoKeys_startsWithoutAKeyEncryptionKey() {
    fixture.open("shop", Map.of(), false).close();
  }

  @Test
  void applicationThatUsesKeys_failsToStartWithoutAKeyEncryptionKey() {
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> fixture.open("shop", Map.of(), true))
        .withMessageContaining(CURRENT);
    fixture.open("shop", Map.of(PLAINTEXT, "true"), true).close();
  }

  @Test
  void storedSecrets_failTheStartWithoutTheirKey_alsoWhereNothingInjectsThem() {
    seedUnder(FIRST);
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> fixture.open("shop", Map.of(), false))
        .withMessageContaining(CURRENT);
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> fixture.open("shop", Map.of(CURRENT, KEK, ID, "kek-2"), true))
        .withMessageContaining("'kek-1'")
        .withMessageContaining(OLD);
    fixture.open("other", Map.of(), false).close();
  }

  @Test
  void wrongKey_failsTheStart_andChangesNothing() {
    seedUnder(FIRST);
    String before = fixture.text("SELECT encode(secret, 'hex') FROM surety_key");
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> fixture.open("shop", Map.of(CURRENT, OTHER_KEK), true))
        .withMessageContaining("kek-1");
    assertThat(fixture.text("SELECT encode(secret, 'hex') FROM surety_key")).isEqualTo(before);
  }

  @Test
  void failedUseWithoutAKey_isTold_whereNothingCouldBeNoticedAtStart() {
    try (StoredKeys keys = fixture.open("shop", Map.of(), false)) {
      assertThatExceptionOfType(SuretyException.class)
          .isThrownBy(() -> KeysFixture.rings(keys).seed(ring, "k1", secret()))
          .withMessageContaining(CURRENT);
    }
  }

  @Test
  void rewrap_movesEverySecretUnderTheCurrentKey_andTokensStayValid() {
    String token;
    try (StoredKeys before = fixture.open("shop", FIRST, true)) {
      KeyRings rings = KeysFixture.rings(before);
      rings.seed(ring, "k1", secret());
      rings.seed(hooks, "w1", secret());
      token = before.tokens().sign(ring, "m");
      rings.rotate(ring, "k2", secret());
    }
    try (StoredKeys keys = fixture.open("shop", NEXT, true)) {
      KeyRings rings = KeysFixture.rings(keys);
      assertThat(keys.tokens().verify(ring, "m", token)).isEqualTo(new Valid("k1", true));
      assertThat(rings.list(ring)).extracting(KeyInfo::encryptionKey).containsOnly("kek-1");
      assertThat(rings.as("olivia").rewrap()).isEqualTo(3);
      assertThat(rings.list(ring)).extracting(KeyInfo::encryptionKey).containsOnly("kek-2");
      assertThat(rings.rewrap()).isZero();
      assertThat(keys.tokens().verify(ring, "m", token)).isEqualTo(new Valid("k1", true));
      assertThat(rings.audit(hooks).get(0).what()).isEqualTo(Operation.REWRAP);
      assertThat(rings.audit(hooks).get(0).who()).isEqualTo("olivia");
    }
    try (StoredKeys alone = fixture.open("shop", Map.of(CURRENT, OTHER_KEK, ID, "kek-2"), true)) {
      assertThat(alone.tokens().verify(ring, "m", token)).isEqualTo(new Valid("k1", true));
    }
  }

  @Test
  void plaintext_isRewrapped_andRefusedFromThenOn() {
    seedUnder(Map.of(PLAINTEXT, "true"));
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(() -> fixture.open("shop", FIRST, true))
        .withMessageContaining(PLAINTEXT);
    try (StoredKeys both = fixture.open("shop", Map.of(CURRENT, KEK, PLAINTEXT, "true"), true)) {
      assertThat(KeysFixture.rings(both).rewrap()).isEqualTo(1);
    }
    fixture.open("shop", FIRST, true).close();
  }

  @Test
  void lostKey_isOvercomeByTheRunbooksStatements() throws SQLException {
    String token;
    try (StoredKeys before = fixture.open("shop", FIRST, true)) {
      KeysFixture.rings(before).seed(ring, "k1", secret());
      token = before.tokens().sign(ring, "m");
    }
    String statements = Markdown.read("docs/keys.md").blocks("sql").get(0);
    try (Connection connection = fixture.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(statements);
    }
    try (StoredKeys after = fixture.open("shop", Map.of(CURRENT, OTHER_KEK, ID, "kek-2"), true)) {
      KeyRings rings = KeysFixture.rings(after);
      assertThat(rings.audit(ring).get(0).what()).isEqualTo(Operation.DESTROY);
      assertThat(rings.seed(ring, "k1", secret())).isEqualTo(new Seeding.SeedConflict("k1"));
      assertThat(rings.seed(ring, "k2", secret())).isEqualTo(new Seeding.Seeded("k2"));
      assertThat(after.tokens().verify(ring, "m", token)).isEqualTo(new Expired("k1"));
    }
  }

  @Test
  void plaintextAlone_hasNothingToRewrapUnder() {
    try (StoredKeys keys = fixture.open("shop", Map.of(PLAINTEXT, "true"), true)) {
      assertThatExceptionOfType(SuretyException.class)
          .isThrownBy(() -> KeysFixture.rings(keys).rewrap());
    }
  }

  @Test
  void keyUnderAnotherInstancesKey_disturbsNoOtherKey() {
    try (StoredKeys older = fixture.open("shop", FIRST, true);
        StoredKeys newer = fixture.open("shop", NEXT, true)) {
      KeysFixture.rings(older).seed(ring, "k1", secret());
      String token = older.tokens().sign(ring, "m");
      assertThat(KeysFixture.rings(newer).rotate(ring, "k2", secret()))
          .isInstanceOf(Rotation.Rotated.class);
      KeyRings rings = KeysFixture.rings(older);
      rings.retire(ring, "kx");
      assertThat(older.tokens().verify(ring, "m", token)).isEqualTo(new Valid("k1", true));
      assertThat(rings.find(ring, "k2").orElseThrow().fingerprint()).isEmpty();
      assertThatExceptionOfType(SuretyException.class)
          .isThrownBy(() -> older.tokens().sign(ring, "m"))
          .withMessageContaining("kek-2");
    }
  }

  @Test
  void instanceWithAWrongKey_takesNoRingOver_unlessForced() {
    StoredKeys right = fixture.instance("shop", FIRST);
    StoredKeys wrong = fixture.instance("shop", Map.of(CURRENT, OTHER_KEK));
    KeysFixture.rings(right).seed(ring, "k1", secret());
    assertThatExceptionOfType(SuretyException.class)
        .isThrownBy(
            () -> KeysFixture.rings(wrong).rotate(ring, "k2", secret(), Duration.ZERO, false))
        .withMessageContaining("cannot be decrypted");
    assertThat(KeysFixture.rings(right).active(ring).orElseThrow().kid()).isEqualTo("k1");
    assertThat(KeysFixture.rings(wrong).rotate(ring, "k2", secret(), Duration.ZERO, true))
        .isInstanceOf(Rotation.Rotated.class);
    right.close();
    wrong.close();
  }

  @Test
  void manyPreparedKeys_hideNoActiveOne() {
    try (StoredKeys keys = fixture.instance("shop", FIRST)) {
      KeysFixture.rings(keys).seed(ring, "k1", secret());
      fixture.execute(
          "INSERT INTO surety_key (application, key_ring, kid, state, secret, encryption_key, created_at)"
              + " SELECT application, key_ring, 'p' || i, 'prepared', secret, encryption_key,"
              + " created_at + interval '1 hour' FROM surety_key, generate_series(1, 1100) i");
      assertThat(KeysFixture.rings(keys).active(ring).orElseThrow().kid()).isEqualTo("k1");
      assertThat(keys.tokens().sign(ring, "message")).startsWith("k1:");
    }
  }

  @Test
  void rowMovedToAnotherRing_verifiesNothing() {
    try (StoredKeys keys = fixture.open("shop", Map.of(CURRENT, KEK), true)) {
      KeysFixture.rings(keys).seed(ring, "k1", secret());
      Ring other = Ring.token("other");
      KeysFixture.rings(keys).seed(other, "k0", secret());
      fixture.execute(
          "UPDATE surety_key o SET secret = k.secret FROM surety_key k"
              + " WHERE o.key_ring = 'other' AND k.key_ring = 'ring'");
      assertThatExceptionOfType(SuretyException.class)
          .isThrownBy(() -> keys.tokens().sign(other, "m"))
          .withMessageContaining("its row was changed");
    }
  }

  private void seedUnder(Map<String, String> config) {
    try (StoredKeys keys = fixture.open("shop", config, true)) {
      KeysFixture.rings(keys).seed(ring, "k1", secret());
      KeysFixture.rings(keys).rotate(ring, "k1", secret(), Duration.ZERO, true);
    }
  }
}

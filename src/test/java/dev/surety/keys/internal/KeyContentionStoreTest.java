package dev.surety.keys.internal;

import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.surety.keys.ContentionException;
import dev.surety.keys.KeyInfo;
import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation.Rotated;
import dev.surety.keys.Seeding;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Others that write at the same time, with Surety's lock and without it. */
class KeyContentionStoreTest {

  private static final String ACTIVE_ROW =
      "INSERT INTO surety_key (application, key_ring, kid, state, created_at)"
          + " VALUES ('shop', 'ring', 'intruder', 'active', now())";

  private final Ring ring = Ring.token("ring");
  private KeysFixture fixture;
  private StoredKeys keys;
  private KeyRings rings;

  @BeforeEach
  void open() {
    fixture = new KeysFixture(TestDatabase.shared());
    keys = fixture.instance("shop", Map.of());
    rings = KeysFixture.rings(keys);
  }

  @AfterEach
  void close() {
    keys.close();
    fixture.close();
  }

  @Test
  void ringThatIsLockedForLong_isContention_andNothingChanges() throws SQLException {
    rings.seed(ring, "k1", secret());
    try (Connection other = fixture.connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT 1 FROM surety_key_ring FOR UPDATE");
      assertThatExceptionOfType(ContentionException.class)
          .isThrownBy(() -> rings.rotate(ring, "k2", secret()));
      assertThat(keys.tokens().sign(ring, "m")).startsWith("k1:");
      other.rollback();
    }
    assertThat(rings.list(ring)).extracting(KeyInfo::kid).containsExactly("k1");
    assertThat(rings.rotate(ring, "k2", secret())).isInstanceOf(Rotated.class);
  }

  @Test
  void ringThatIsLockedForAMoment_isWaitedForByAnotherAttempt() throws Exception {
    rings.seed(ring, "k1", secret());
    try (Connection other = fixture.connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT 1 FROM surety_key_ring FOR UPDATE");
      CompletableFuture<?> end =
          CompletableFuture.runAsync(
              () -> {
                try {
                  other.rollback();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              },
              CompletableFuture.delayedExecutor(80, TimeUnit.MILLISECONDS));
      assertThat(rings.rotate(ring, "k2", secret())).isInstanceOf(Rotated.class);
      end.get();
    }
  }

  @Test
  void keyMadeActiveWithoutTheLock_isMetByTheIndex_andTheRetryAnswersTruly() throws Exception {
    rings.prepare(ring, "k0", secret());
    try (Connection other = fixture.connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(ACTIVE_ROW);
      CompletableFuture<?> end =
          CompletableFuture.runAsync(
              () -> {
                try {
                  other.commit();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              },
              CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS));
      assertThat(rings.seed(ring, "k1", secret()))
          .isEqualTo(new Seeding.OtherKidActive("intruder"));
      end.get();
    }
    assertThat(fixture.number("SELECT count(*) FROM surety_key WHERE state = 'active'")).isOne();
  }

  @Test
  void keyThatChangesBetweenReadAndWrite_isContention_andNothingChanges() {
    rings.seed(ring, "k1", secret());
    fixture.execute(
        "CREATE FUNCTION vanish() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN RETURN NULL; END $$");
    fixture.execute(
        "CREATE TRIGGER vanish BEFORE UPDATE ON surety_key FOR EACH ROW EXECUTE FUNCTION vanish()");
    assertThatExceptionOfType(ContentionException.class)
        .isThrownBy(() -> rings.rotate(ring, "k2", secret(), Duration.ZERO, true));
    assertThat(rings.list(ring)).extracting(KeyInfo::kid).containsExactly("k1");
    assertThat(rings.audit(ring)).hasSize(1);
  }

  @Test
  void serializationFailures_areTriedThreeTimes_eachInATransactionOfItsOwn() {
    rings.seed(ring, "k1", secret());
    fixture.execute("CREATE SEQUENCE tries");
    failFirst("40001", 2);
    assertThat(rings.rotate(ring, "k2", secret())).isInstanceOf(Rotated.class);
    assertThat(fixture.number("SELECT last_value FROM tries")).isEqualTo(3);
    failFirst("40P01", 100);
    assertThatExceptionOfType(ContentionException.class)
        .isThrownBy(() -> rings.rotate(ring, "k3", secret(), Duration.ZERO, true));
    assertThat(fixture.number("SELECT last_value FROM tries")).isEqualTo(6);
    assertThat(rings.active(ring).orElseThrow().kid()).isEqualTo("k2");
  }

  /** The first so many keys that are inserted from now on fail with that state. */
  private void failFirst(String sqlState, int times) {
    fixture.execute(
        "CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " IF nextval('tries') <= "
            + times
            + " THEN RAISE EXCEPTION 'lost' USING ERRCODE = '"
            + sqlState
            + "'; END IF; RETURN NEW; END $$");
    fixture.execute("DROP TRIGGER IF EXISTS fail ON surety_key");
    fixture.execute(
        "CREATE TRIGGER fail BEFORE INSERT ON surety_key FOR EACH ROW EXECUTE FUNCTION fail()");
  }
}

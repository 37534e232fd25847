package dev.surety.keys.internal;

import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation.Rotated;
import dev.surety.keys.Seeding.OtherKidActive;
import dev.surety.keys.Seeding.Seeded;
import dev.surety.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Sixteen callers on two instances seed and rotate at once; the same harness finds what is wrong
 * with reading and then writing.
 */
class KeyRaceStoreTest {

  private static final int THREADS = 16;
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static KeysFixture fixture;

  private final String application = "race-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    fixture = KeysFixture.inRealTime(TestDatabase.shared());
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void twoInstances_keepOneActiveKey_andTellEachCallerTheTruth() throws Exception {
    try (StoredKeys one = fixture.instance(application, Map.of());
        StoredKeys two = fixture.instance(application, Map.of());
        Connection watching = fixture.connection()) {
      List<KeyRings> instances = List.of(KeysFixture.rings(one), KeysFixture.rings(two));
      RingRace.Contestant contestant =
          new RingRace.Contestant() {
            @Override
            public Object seed(String ring, String kid, int thread) {
              return instances.get(thread % 2).seed(Ring.token(ring), kid, secret());
            }

            @Override
            public Object rotate(String ring, String kid, int thread) {
              return instances.get(thread % 2).rotate(Ring.token(ring), kid, secret(), GRACE, true);
            }

            @Override
            public Map<String, Boolean> stored(String ring) throws SQLException {
              return read(
                  watching,
                  "SELECT kid, state = 'active' FROM surety_key WHERE application = '"
                      + application
                      + "' AND key_ring = ?",
                  ring);
            }
          };
      int rounds = Integer.getInteger("surety.rounds", 500);
      assertThat(new RingRace(contestant, THREADS).run("ring-", rounds)).isEmpty();
      assertThat(rotations()).as("the harness did race").isGreaterThan(rounds);
    }
  }

  @Test
  void readingAndThenWriting_failsTheSameCheck() throws Exception {
    fixture.execute(
        "CREATE TABLE IF NOT EXISTS naive_key (ring text, kid text, active boolean, PRIMARY KEY"
            + " (ring, kid))");
    try (Connection watching = fixture.connection()) {
      RingRace.Contestant naive =
          new RingRace.Contestant() {
            @Override
            public Object seed(String ring, String kid, int thread) throws SQLException {
              return readThenWrite(ring, kid, true);
            }

            @Override
            public Object rotate(String ring, String kid, int thread) throws SQLException {
              return readThenWrite(ring, kid, false);
            }

            @Override
            public Map<String, Boolean> stored(String ring) throws SQLException {
              return read(watching, "SELECT kid, active FROM naive_key WHERE ring = ?", ring);
            }
          };
      assertThat(new RingRace(naive, THREADS).run("naive-", 100))
          .anySatisfy(violation -> assertThat(violation).containsAnyOf("active", "twice"));
    }
  }

  private long rotations() {
    return fixture.number(
        "SELECT count(*) FROM surety_key WHERE state = 'grace' AND application = '"
            + application
            + "'");
  }

  /** What a store does that relies on its transaction alone. */
  private static Object readThenWrite(String ring, String kid, boolean seed) throws SQLException {
    try (Connection connection = fixture.connection()) {
      connection.setAutoCommit(false);
      Map<String, Boolean> keys =
          read(connection, "SELECT kid, active FROM naive_key WHERE ring = ? AND active", ring);
      if (keys.isEmpty() != seed) {
        return seed
            ? new OtherKidActive(keys.keySet().iterator().next())
            : new IllegalStateException("seed it");
      }
      if (!seed) {
        run(connection, "UPDATE naive_key SET active = false WHERE ring = ? AND active", ring);
      }
      run(connection, "INSERT INTO naive_key VALUES (?, '" + kid + "', true)", ring);
      connection.commit();
      return seed ? new Seeded(kid) : new Rotated(keys.keySet().iterator().next(), kid, 0);
    }
  }

  private static void run(Connection connection, String sql, String ring) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, ring);
      statement.executeUpdate();
    }
  }

  private static Map<String, Boolean> read(Connection connection, String sql, String ring)
      throws SQLException {
    Map<String, Boolean> keys = new HashMap<>();
    synchronized (connection) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, ring);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            keys.put(rows.getString(1), rows.getBoolean(2));
          }
        }
      }
    }
    return keys;
  }
}

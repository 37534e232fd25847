package dev.surety.keys.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.surety.keys.Rotation.Rotated;
import dev.surety.keys.internal.RingRace;
import dev.surety.keys.shop.KeyDesk;
import dev.surety.testing.TestDatabase;
import dev.surety.testing.TestWar;
import dev.surety.testing.WildFlyProcess;
import dev.surety.testing.WrongClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two servers with one application on one database; the second one's clock is ten minutes slow
 * where that can be had.
 */
class KeysProcessIT {

  private static final int THREADS = 16;
  private static final Duration CACHE = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(4);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TestDatabase DATABASE = TestDatabase.shared();
  private static final Map<String, String> CLOCK =
      WrongClock.by(Duration.ofMinutes(-10)).orElse(Map.of());

  private static KeyServer one;
  private static KeyServer two;

  private final String ring = "ring-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    one = new KeyServer(WildFlyProcess.start("keys-one", war()));
    two = new KeyServer(WildFlyProcess.start("keys-two", war(), CLOCK));
  }

  @AfterAll
  static void close() {
    Stream.of(one, two)
        .forEach(
            instance -> {
              if (instance != null) {
                instance.server().close();
              }
            });
  }

  private static TestWar war() {
    return TestWar.named("keydesk.war")
        .classes(KeyDesk.class)
        .config(
            Map.of(
                "surety.keys.encryption-key",
                "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=",
                "surety.keys.cache",
                CACHE.toString()));
  }

  @Test
  void tokenOfANewKey_isValidOnTheOtherInstanceAtOnce() throws Exception {
    one.seed(ring, "k1");
    String first = one.token(ring);
    assertThat(two.verify(ring, first)).isEqualTo("Valid[kid=k1, needsResign=false]");
    assertThat(one.rotate(ring, "k2", HOUR, false)).isEqualTo(new Rotated("k1", "k2", 0));
    assertThat(two.verify(ring, one.token(ring))).isEqualTo("Valid[kid=k2, needsResign=false]");
    assertThat(two.verify(ring, first)).isEqualTo("Valid[kid=k1, needsResign=true]");
  }

  @Test
  void graceEnds_byTheDatabasesClock_whateverTheServersSay() throws Exception {
    assumeTrue(
        !CLOCK.isEmpty(), "a wrong clock needs a C compiler; both servers had the right one");
    one.seed(ring, "k1");
    String token = two.token(ring);
    long rotated = System.nanoTime();
    two.rotate(ring, "k2", GRACE, false);
    long told = System.nanoTime();
    for (KeyServer instance : List.of(one, two)) {
      assertThat(instance.verify(ring, token)).startsWith("Valid[");
    }
    sleepUntil(rotated, GRACE.minusMillis(600));
    for (KeyServer instance : List.of(one, two)) {
      assertThat(instance.verify(ring, token)).startsWith("Valid[");
    }
    sleepUntil(told, GRACE.plusMillis(100));
    for (KeyServer instance : List.of(one, two)) {
      assertThat(instance.verify(ring, token)).isEqualTo("Expired[kid=k1]");
    }
  }

  @Test
  void retirement_isInForceOnTheOtherInstance_withinTheCacheTime() throws Exception {
    one.seed(ring, "k1");
    String token = two.token(ring);
    one.rotate(ring, "k2", HOUR, false);
    assertThat(two.verify(ring, token)).startsWith("Valid[");
    assertThat(one.retire(ring, "k1")).isEqualTo("Retired[kid=k1]");
    long retired = System.nanoTime();
    assertThat(one.verify(ring, token)).isEqualTo("Expired[kid=k1]");
    sleepUntil(retired, CACHE);
    assertThat(two.verify(ring, token)).isEqualTo("Expired[kid=k1]");
  }

  @Test
  void seedsAndRotationsAtOnce_keepOneActiveKey_andTellEachCallerTheTruth() throws Exception {
    try (Connection watching = DATABASE.dataSource().getConnection()) {
      RingRace.Contestant instances =
          new RingRace.Contestant() {
            @Override
            public Object seed(String ring, String kid, int thread) throws Exception {
              return server(thread).seed(ring, kid);
            }

            @Override
            public Object rotate(String ring, String kid, int thread) throws Exception {
              return server(thread).rotate(ring, kid, HOUR, true);
            }

            @Override
            public Map<String, Boolean> stored(String ring) throws SQLException {
              return keys(watching, ring);
            }
          };
      int rounds = Integer.getInteger("surety.process-rounds", 30);
      assertThat(new RingRace(instances, THREADS).run(ring + "-", rounds)).isEmpty();
    }
  }

  @Test
  void stoppedDatabase_isServedFromMemoryForTheCacheTime_thenRefused_andServesAgain()
      throws Exception {
    assumeTrue(DATABASE.kind() == TestDatabase.Kind.EMBEDDED, "a container would change its port");
    one.seed(ring, "k1");
    String token = one.token(ring);
    assertThat(two.verify(ring, token)).startsWith("Valid[");
    DATABASE.stop();
    try {
      Thread.sleep(CACHE.toMillis());
      for (KeyServer instance : List.of(one, two)) {
        assertThat(instance.verify(ring, token)).startsWith("5");
      }
    } finally {
      DATABASE.restart();
    }
    for (KeyServer instance : List.of(one, two)) {
      assertThat(awaitAnswer(instance, token)).startsWith("Valid[");
    }
  }

  @Test
  void logs_holdNoSecret() throws Exception {
    one.seed(ring, "k1");
    for (String name : List.of("keys-one", "keys-two")) {
      String log =
          Files.readString(
              Path.of(System.getProperty("instances.dir"), name, "log/server.log"),
              StandardCharsets.ISO_8859_1);
      assertThat(log).contains("keydesk");
      for (String secret : KeyServer.SECRETS) {
        String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(secret), 0, 16);
        assertThat(log.contains(secret.substring(0, 20)) || log.contains(hex)).isFalse();
      }
    }
  }

  /** A pool may have handed out a dead connection first. */
  private String awaitAnswer(KeyServer instance, String token) throws Exception {
    String found = instance.verify(ring, token);
    for (int i = 0; i < 50 && found.startsWith("5"); i++) {
      Thread.sleep(200);
      found = instance.verify(ring, token);
    }
    return found;
  }

  private static KeyServer server(int thread) {
    return thread % 2 == 0 ? one : two;
  }

  private static void sleepUntil(long start, Duration after) throws InterruptedException {
    long left = start + after.toNanos() - System.nanoTime();
    Thread.sleep(Math.max(0, left / 1_000_000));
  }

  private static Map<String, Boolean> keys(Connection connection, String ring) throws SQLException {
    Map<String, Boolean> keys = new HashMap<>();
    synchronized (connection) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT kid, state = 'active' FROM surety_key"
                  + " WHERE application = 'keydesk' AND key_ring = ?")) {
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

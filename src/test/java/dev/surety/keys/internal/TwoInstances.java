package dev.surety.keys.internal;

import static dev.surety.keys.internal.KeysFixture.secret;

import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation;
import dev.surety.testing.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two instances, the second one without a cache, and a database whose time the test moves. */
abstract class TwoInstances {

  static final Duration SOME = Duration.ofSeconds(30);

  final Ring ring = Ring.token("ring-" + UUID.randomUUID());
  KeysFixture fixture;
  StoredKeys one;
  StoredKeys two;
  KeyRings rings;
  KeyRings others;

  @BeforeEach
  void open() {
    fixture = new KeysFixture(TestDatabase.shared());
    one = fixture.instance("shop", Map.of());
    two = fixture.instance("shop", Map.of("surety.keys.cache", "PT0S"));
    rings = KeysFixture.rings(one);
    others = KeysFixture.rings(two);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    fixture.close();
  }

  Rotation rotate(String kid, Duration grace, boolean force) {
    return rings.rotate(ring, kid, secret(), grace, force);
  }
}

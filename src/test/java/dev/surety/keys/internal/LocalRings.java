package dev.surety.keys.internal;

import dev.surety.keys.KeyRings;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Secret;
import dev.surety.testing.TestDatabase;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** The running keys part of an application of its own, for the tests of the parts above. */
public final class LocalRings implements AutoCloseable {

  private final KeysFixture fixture;
  private final String application = "app-" + UUID.randomUUID();
  private final StoredKeys keys;
  private final InstantSource clock;

  public LocalRings() {
    this(TestDatabase.shared());
  }

  public LocalRings(TestDatabase database) {
    this.fixture = KeysFixture.inRealTime(database);
    this.keys = fixture.instance(application, Map.of("surety.keys.cache", "PT0S"));
    this.clock = fixture.core(application).clock()::now;
  }

  public KeyRings rings() {
    return KeysFixture.rings(keys);
  }

  public MacKeys macs() {
    return keys.macKeys();
  }

  /** The database's time. */
  public InstantSource clock() {
    return clock;
  }

  public static Secret secret() {
    return KeysFixture.secret();
  }

  @Override
  public void close() {
    keys.close();
    fixture.close();
  }
}

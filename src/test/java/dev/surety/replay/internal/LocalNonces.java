package dev.surety.replay.internal;

import dev.surety.core.Core;
import dev.surety.replay.ReplayStore;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MapConfig;
import dev.surety.testing.TestDatabase;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The running replay part of an application of its own, for the tests of the parts above. */
public final class LocalNonces implements AutoCloseable {

  private final LocalUnit unit;
  private final Core core;
  private final StoredReplay store;

  public LocalNonces(TestDatabase database) {
    this.unit = new LocalUnit(database);
    this.core = unit.core("app-" + UUID.randomUUID(), new ReplayPart(), Map.of());
    this.store =
        new StoredReplay(
            core,
            core.names(),
            ReplaySettings.of(new MapConfig(Map.of())),
            NonceStatements.salt(core),
            rise -> {});
  }

  public ReplayStore store() {
    return store;
  }

  /** The database's time. */
  public Instant now() {
    return core.clock().now();
  }

  @Override
  public void close() {
    store.close();
    unit.close();
  }
}

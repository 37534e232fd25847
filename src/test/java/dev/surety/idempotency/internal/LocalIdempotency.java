package dev.surety.idempotency.internal;

import dev.surety.core.Transactions;
import dev.surety.idempotency.Idempotency;
import dev.surety.idempotency.Scope;
import dev.surety.testing.TestDatabase;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** The running idempotency part of an application of its own, for the tests of the parts above. */
public final class LocalIdempotency implements AutoCloseable {

  private final StoreFixture fixture;
  private final String application = "app-" + UUID.randomUUID();
  private final StoredIdempotency service;
  private final StoredIdempotency other;

  public LocalIdempotency() {
    this(TestDatabase.shared());
  }

  public LocalIdempotency(TestDatabase database) {
    this.fixture = new StoreFixture(database);
    this.service = fixture.instance(application, Map.of());
    this.other = fixture.instance(application, Map.of());
  }

  public Idempotency service() {
    return service;
  }

  /** Another instance of the same application. */
  public Idempotency other() {
    return other;
  }

  public Transactions transactions() {
    return fixture.unit().transactions();
  }

  /** The database's time. */
  public InstantSource clock() {
    return fixture.unit().core(application, new IdempotencyPart(), Map.of()).clock()::now;
  }

  /** Lets time pass for one column of a key's row. */
  public void age(Scope scope, String key, String column, String by) {
    StoreFixture.age(
        ScopedKey.of(ScopedKey.Space.RESERVATIONS, application, scope, key), column, by);
  }

  @Override
  public void close() {
    service.close();
    other.close();
    fixture.close();
  }
}

package dev.surety.idempotency.internal;

import static dev.surety.idempotency.internal.StoreFixture.SCOPE;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One application on two instances, and one key for each test. */
abstract class SharedReservations {

  static StoreFixture fixture;

  static StoredIdempotency service;

  static StoredIdempotency otherInstance;

  final String key = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    fixture = new StoreFixture();
    service = fixture.instance("shop", Map.of());
    otherInstance = fixture.instance("shop", Map.of());
  }

  @AfterAll
  static void stop() {
    service.close();
    otherInstance.close();
    fixture.close();
  }

  /** Lets time pass for this test's key. */
  void age(String column, String by) {
    StoreFixture.age(row(), column, by);
  }

  void update(String change) {
    StoreFixture.update(row(), change);
  }

  ScopedKey row() {
    return ScopedKey.of(ScopedKey.Space.RESERVATIONS, "shop", SCOPE, key);
  }
}

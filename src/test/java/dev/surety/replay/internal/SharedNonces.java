package dev.surety.replay.internal;

import dev.surety.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Stores of one database, at a time that each test begins anew. */
abstract class SharedNonces {

  static ReplayFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new ReplayFixture(TestDatabase.shared());
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @BeforeEach
  void resetTime() {
    fixture.pass(Duration.ZERO);
  }
}

package dev.surety.webhook.internal.endpoint;

import dev.surety.testing.TestDatabase;
import dev.surety.webhook.Endpoints;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Endpoints on a database of all tests. */
abstract class RegisteredEndpoints {

  static final URI URL = URI.create("https://partner.example/hook?secret=hush");
  ReceiversFixture fixture;
  Endpoints endpoints;

  @BeforeEach
  void open() {
    fixture = new ReceiversFixture(TestDatabase.shared());
    endpoints = fixture.operations().endpoints();
  }

  @AfterEach
  void close() {
    fixture.close();
  }
}

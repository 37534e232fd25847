package dev.surety.webhook;

import dev.surety.testing.FreePorts;
import dev.surety.testing.HttpSink;
import dev.surety.testing.TestWar;
import dev.surety.webhook.shop.InnerSink;
import dev.surety.webhook.shop.Sink;

/** The application of a test that runs in the server, where its sink listens, too. */
final class SinkWar {

  private SinkWar() {}

  static TestWar named(String name, Class<?>... classes) {
    return named(name, FreePorts.one(), classes);
  }

  /**
   * @param port the sink's
   */
  static TestWar named(String name, int port, Class<?>... classes) {
    return TestWar.named(name)
        .classes(InnerSink.class, Sink.class, HttpSink.class)
        .classes(classes)
        .config(InnerSink.config(port))
        .testable();
  }
}

package dev.surety.webhook.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.CoreSettings;
import dev.surety.core.Fingerprint;
import dev.surety.testing.MapConfig;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Endpoints.TestResult;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult;
import dev.surety.webhook.internal.send.Sender;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TestMessageTest {

  /** Never tells. */
  private static final class Silent implements Sender {

    @Override
    public void send(Job job, Consumer<SendResult> done) {}

    @Override
    public void close() {}
  }

  @Test
  void testWithoutAResultInTime_isATimeout() {
    TestMessage message =
        new TestMessage(
            new Silent(),
            new CircuitIds("shop"),
            new Fingerprint(CoreSettings.of(new MapConfig(Map.of()), "shop")),
            Duration.ofMillis(50));
    Endpoint endpoint =
        new Endpoint(
            UUID.randomUUID(),
            Endpoint.Settings.of("t", "partner", URI.create("https://partner.example/")),
            Endpoint.State.ACTIVE,
            "",
            null,
            Instant.EPOCH,
            Instant.EPOCH);
    assertThat(message.send(endpoint)).isEqualTo(new TestResult("timeout", 0));
  }
}

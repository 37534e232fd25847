package dev.surety.bench;

import dev.surety.webhook.Circuits;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.Webhooks;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Surety's worker, which runs all the time and is held by its circuit. */
record SuretyDrain(Webhooks webhooks, Circuits circuits) implements Drain {

  static WebhookMessage message(URI url) {
    return WebhookMessage.to(url)
        .type("bench.event")
        .payload(BODY.getBytes(StandardCharsets.US_ASCII), "application/json")
        .build();
  }

  @Override
  public void queue(URI url) {
    stop(url);
    var unused = webhooks.send(message(url));
  }

  @Override
  public void start(URI url) {
    if (!circuits.resume("", url.toString())) {
      throw new IllegalStateException("the circuit was not held");
    }
  }

  @Override
  public void stop(URI url) {
    circuits.pause("", url.toString());
  }
}

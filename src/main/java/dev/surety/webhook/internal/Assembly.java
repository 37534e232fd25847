package dev.surety.webhook.internal;

import dev.surety.SuretyException;
import dev.surety.core.Core;
import dev.surety.webhook.Circuits;
import dev.surety.webhook.Endpoint.Signature;
import dev.surety.webhook.Endpoints;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.Webhooks;
import dev.surety.webhook.internal.endpoint.BreakerSettings;
import dev.surety.webhook.internal.endpoint.CircuitStore;
import dev.surety.webhook.internal.endpoint.EndpointSettings;
import dev.surety.webhook.internal.endpoint.EndpointStore;
import dev.surety.webhook.internal.endpoint.Operations;
import dev.surety.webhook.internal.send.HttpSender;
import dev.surety.webhook.internal.send.SendSettings;
import dev.surety.webhook.internal.send.SignedRequests;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Puts the sending side together, over HTTP; runs until it is closed. */
final class Assembly implements AutoCloseable {

  private final RunningWebhooks webhooks;
  private final Operations operations;
  private final Events events;
  private final HttpSender sender;

  /**
   * @param requests builds and signs attempts
   * @param fires tells the observers of an event
   * @param traceparent of the current request
   * @throws SuretyException naming the first setting that is not allowed
   */
  Assembly(
      Core core,
      SignedRequests requests,
      Consumer<WebhookEvent> fires,
      Supplier<@Nullable String> traceparent) {
    Config config = core.config();
    WebhookSettings settings = WebhookSettings.of(config);
    SendSettings sending = SendSettings.of(config);
    RetrySettings retries = RetrySettings.of(config);
    CircuitStore circuits = new CircuitStore(core, BreakerSettings.of(config));
    EndpointStore endpoints = new EndpointStore(core, EndpointSettings.of(config));
    Judgement judgement = new Judgement(retries, () -> ThreadLocalRandom.current().nextDouble());
    this.sender = new HttpSender(sending, requests, settings.logExcerpt(), core.threads());
    this.events =
        new Events(fires, ObservedEvents::isObserved, core.threads(), Events.Limits.USUAL);
    this.operations =
        new Operations(
            core,
            this::refusal,
            signatures -> refusal(requests, signatures),
            sending.certificates()::containsKey,
            sender,
            sending.patience(),
            events::tell);
    this.webhooks =
        new RunningWebhooks(
            core,
            settings,
            new RunningWebhooks.Surroundings(
                sender,
                (job, result) -> judgement.of(result, job, core.clock().now()),
                new DeliveryChanges(circuits, endpoints),
                endpoints,
                sending::refusal,
                traceparent,
                events::tell,
                List.of(circuits::sweep, endpoints::sweep),
                retries::longestSpan));
  }

  Webhooks webhooks() {
    return webhooks.webhooks();
  }

  Endpoints endpoints() {
    return operations.endpoints();
  }

  Circuits circuits() {
    return operations.circuits();
  }

  @Override
  public void close() {
    operations.close();
    webhooks.close();
    sender.close();
    events.close();
  }

  private Optional<String> refusal(URI url) {
    try {
      return sender.check(url);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while its name was looked up");
    }
  }

  private static Optional<String> refusal(SignedRequests requests, Set<Signature> signatures) {
    try {
      requests.check(signatures);
      return Optional.empty();
    } catch (SuretyException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}

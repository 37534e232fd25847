package dev.surety.webhook.internal;

import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.internal.Settlement.Changes;
import dev.surety.webhook.internal.Verdict.Delivered;
import dev.surety.webhook.internal.endpoint.CircuitChange;
import dev.surety.webhook.internal.endpoint.CircuitResult;
import dev.surety.webhook.internal.endpoint.CircuitStore;
import dev.surety.webhook.internal.endpoint.DisabledEndpoint;
import dev.surety.webhook.internal.endpoint.EndpointResult;
import dev.surety.webhook.internal.endpoint.EndpointStore;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.Lane;
import dev.surety.webhook.internal.send.Outcomes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Tells circuits and endpoints what attempts have shown of them. */
final class DeliveryChanges implements Settlement.Receivers {

  private final CircuitStore circuits;
  private final EndpointStore endpoints;

  DeliveryChanges(CircuitStore circuits, EndpointStore endpoints) {
    this.circuits = circuits;
    this.endpoints = endpoints;
  }

  @Override
  public Changes count(List<Outcome> outcomes) {
    Set<UUID> opened = new HashSet<>();
    List<WebhookEvent> events = new ArrayList<>();
    List<CircuitResult> results =
        outcomes.stream()
            .filter(one -> tells(one) || one.job().probe() != null)
            .map(DeliveryChanges::circuit)
            .toList();
    for (CircuitChange change : circuits.settle(results)) {
      if (change.opened()) {
        opened.add(change.circuit());
        events.add(new WebhookEvent.CircuitOpened(change.tenant(), change.key(), change.reason()));
      } else {
        events.add(new WebhookEvent.CircuitClosed(change.tenant(), change.key()));
      }
    }
    List<EndpointResult> ofEndpoints =
        outcomes.stream()
            .filter(one -> tells(one) && !isRaw(one.job()))
            .map(DeliveryChanges::endpoint)
            .toList();
    for (DisabledEndpoint disabled : endpoints.results(ofEndpoints)) {
      events.add(
          new WebhookEvent.EndpointDisabled(disabled.tenant(), disabled.name(), disabled.reason()));
    }
    return new Changes(opened, events);
  }

  /** An attempt that this instance cut off itself says nothing of its receiver. */
  private static boolean tells(Outcome outcome) {
    return outcome.isAttempt() && !(outcome.verdict() instanceof Verdict.Deferred);
  }

  private static CircuitResult circuit(Outcome outcome) {
    Job job = outcome.job();
    boolean success = tells(outcome) && Judgement.isCircuitSuccess(outcome.result());
    boolean failure = tells(outcome) && Judgement.isCircuitFailure(outcome.result());
    return new CircuitResult(
        job.lane().circuit(),
        job.message().tenant(),
        job.message().circuitKey(),
        success,
        success || failure,
        job.probe(),
        Outcomes.of(outcome.result()));
  }

  private static EndpointResult endpoint(Outcome outcome) {
    return new EndpointResult(
        outcome.job().lane().endpoint(),
        outcome.job().message().url(),
        outcome.verdict() instanceof Delivered,
        Judgement.isGone(outcome.result()));
  }

  private static boolean isRaw(Job job) {
    return job.lane().endpoint().equals(Lane.NO_ENDPOINT);
  }
}

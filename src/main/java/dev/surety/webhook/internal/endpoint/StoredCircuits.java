package dev.surety.webhook.internal.endpoint;

import dev.surety.webhook.Circuit;
import dev.surety.webhook.Circuits;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.internal.send.TextRules;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Circuits on PostgreSQL, for operators.
 *
 * <p>A key may be an endpoint's name, a url and a breaker key at once: meant is the first of these,
 * in that order, of which something is known, and else the first that there is.
 */
final class StoredCircuits implements Circuits {

  private final OwnCalls calls;
  private final CircuitStatements statements;
  private final EndpointStatements endpoints;
  private final CircuitIds ids;
  private final Consumer<WebhookEvent> events;

  /**
   * @param events tells observers
   */
  StoredCircuits(
      OwnCalls calls,
      CircuitStatements statements,
      EndpointStatements endpoints,
      CircuitIds ids,
      Consumer<WebhookEvent> events) {
    this.calls = calls;
    this.statements = statements;
    this.endpoints = endpoints;
    this.ids = ids;
    this.events = events;
  }

  @Override
  public List<Circuit> list() {
    return calls.call(statements::list);
  }

  @Override
  public Optional<Circuit> find(String tenant, String key) {
    check(tenant, key);
    return calls.call(
        () -> statements.find(candidates(tenant, key)).map(CircuitStatements.Found::circuit));
  }

  @Override
  public boolean reset(String tenant, String key) {
    check(tenant, key);
    Optional<Circuit> reset =
        calls.call(
            () ->
                statements
                    .find(candidates(tenant, key))
                    .filter(found -> statements.reset(found.id()))
                    .map(CircuitStatements.Found::circuit));
    reset
        .filter(circuit -> circuit.state() != Circuit.State.CLOSED)
        .map(circuit -> new WebhookEvent.CircuitClosed(circuit.tenant(), circuit.key()))
        .ifPresent(events);
    return reset.isPresent();
  }

  @Override
  public void pause(String tenant, String key) {
    check(tenant, key);
    boolean unused =
        calls.call(
            () -> {
              UUID first = candidates(tenant, key).get(0);
              statements.pause(known(tenant, key).orElse(first), tenant, shown(key));
              return true;
            });
  }

  @Override
  public boolean resume(String tenant, String key) {
    check(tenant, key);
    return calls.call(() -> known(tenant, key).map(statements::resume).orElse(false));
  }

  private Optional<UUID> known(String tenant, String key) {
    return statements.find(candidates(tenant, key)).map(CircuitStatements.Found::id);
  }

  private List<UUID> candidates(String tenant, String key) {
    List<UUID> candidates = new ArrayList<>();
    endpoints
        .find(tenant, key)
        .ifPresent(endpoint -> candidates.add(ids.endpoint(tenant, endpoint.id())));
    url(key).ifPresent(url -> candidates.add(ids.url(tenant, url)));
    candidates.add(ids.key(tenant, key));
    return candidates;
  }

  /** A url is shown as its circuits are, however the caller has written it. */
  private static String shown(String key) {
    return url(key).map(CircuitIds::key).orElse(key);
  }

  private static Optional<URI> url(String key) {
    try {
      return Optional.of(URI.create(key)).filter(url -> url.getRawAuthority() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void check(String tenant, String key) {
    EndpointRules.checkTenant(tenant);
    Objects.requireNonNull(key, "key");
    int longest = url(key).isPresent() ? TextRules.LONGEST_URL : TextRules.LONGEST_KEY;
    if (key.isEmpty() || !TextRules.isText(key, longest)) {
      throw new IllegalArgumentException(
          "a circuit's key has 1 to %d characters, as a url %d; none of them a control character"
              .formatted(TextRules.LONGEST_KEY, TextRules.LONGEST_URL));
    }
  }
}

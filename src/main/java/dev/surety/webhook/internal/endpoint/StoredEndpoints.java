package dev.surety.webhook.internal.endpoint;

import dev.surety.SuretyException;
import dev.surety.core.Fingerprint;
import dev.surety.core.LimitedLog;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Endpoints;
import dev.surety.webhook.WebhookEvent;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Endpoints on PostgreSQL.
 *
 * <p>Settings are checked on the caller's thread, before anything is written and with no connection
 * of Surety's held.
 */
final class StoredEndpoints implements Endpoints {

  private static final int MOST_LISTED = 1_000;

  private final OwnCalls calls;
  private final EndpointStatements endpoints;
  private final CircuitStatements circuits;
  private final CircuitIds ids;
  private final EndpointRules rules;
  private final UrlCheck urls;
  private final TestMessage test;
  private final Fingerprint fingerprint;
  private final Consumer<WebhookEvent> events;
  private final LimitedLog refused =
      new LimitedLog(
          System.getLogger(StoredEndpoints.class.getName()),
          Level.WARNING,
          "an endpoint's url was refused");

  StoredEndpoints(
      OwnCalls calls,
      EndpointStatements endpoints,
      CircuitStatements circuits,
      CircuitIds ids,
      EndpointRules rules,
      UrlCheck urls,
      TestMessage test,
      Fingerprint fingerprint,
      Consumer<WebhookEvent> events) {
    this.calls = calls;
    this.endpoints = endpoints;
    this.circuits = circuits;
    this.ids = ids;
    this.rules = rules;
    this.urls = urls;
    this.test = test;
    this.fingerprint = fingerprint;
    this.events = events;
  }

  @Override
  public Endpoint create(Endpoint.Settings settings) {
    check(settings);
    return calls
        .call(() -> endpoints.create(settings))
        .orElseThrow(
            () ->
                new SuretyException(
                    "the tenant has an endpoint '" + settings.name() + "' already"));
  }

  @Override
  public boolean update(Endpoint.Settings settings) {
    check(settings);
    return calls.call(() -> endpoints.update(settings));
  }

  @Override
  public boolean pause(String tenant, String name) {
    check(tenant, name);
    return calls.call(() -> endpoints.pause(tenant, name));
  }

  @Override
  public boolean resume(String tenant, String name) {
    check(tenant, name);
    return calls.call(() -> endpoints.resume(tenant, name));
  }

  @Override
  public boolean disable(String tenant, String name, String reason) {
    check(tenant, name);
    EndpointRules.checkReason(reason);
    boolean disabled = calls.call(() -> endpoints.disable(tenant, name, reason));
    if (disabled) {
      events.accept(new WebhookEvent.EndpointDisabled(tenant, name, reason));
    }
    return disabled;
  }

  @Override
  public boolean delete(String tenant, String name) {
    check(tenant, name);
    return calls.call(
        () -> {
          Optional<UUID> deleted = endpoints.delete(tenant, name);
          deleted.ifPresent(id -> circuits.forget(List.of(ids.endpoint(tenant, id))));
          return deleted.isPresent();
        });
  }

  @Override
  public Optional<Endpoint> find(String tenant, String name) {
    check(tenant, name);
    return calls.call(() -> endpoints.find(tenant, name));
  }

  @Override
  public List<Endpoint> list(String tenant, String after, int most) {
    EndpointRules.checkTenant(tenant);
    if (!Objects.requireNonNull(after, "after").isEmpty()) {
      EndpointRules.checkName(after);
    }
    if (most < 1 || most > MOST_LISTED) {
      throw new IllegalArgumentException(
          "at most 1 to " + MOST_LISTED + " are listed, not " + most);
    }
    return calls.call(() -> endpoints.list(tenant, after, most));
  }

  @Override
  public TestResult test(String tenant, String name) {
    return find(tenant, name)
        .map(test::send)
        .orElseThrow(() -> new SuretyException("the tenant has no endpoint '" + name + "'"));
  }

  private void check(Endpoint.Settings settings) {
    rules.check(settings);
    URI url = settings.url();
    Optional<String> refusal = urls.refusal(url);
    if (refusal.isPresent()) {
      refused.logAbout(refusal.get() + "; " + Urls.logged(url, fingerprint));
      throw new IllegalArgumentException("an endpoint's url is not allowed; operators find why");
    }
  }

  private static void check(String tenant, String name) {
    EndpointRules.checkTenant(tenant);
    EndpointRules.checkName(name);
  }
}

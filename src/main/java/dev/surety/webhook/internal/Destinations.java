package dev.surety.webhook.internal;

import dev.surety.core.LimitedLog;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.endpoint.CircuitIds;
import dev.surety.webhook.internal.send.Lane;
import dev.surety.webhook.internal.send.TextRules;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where messages go, without a lookup of hosts.
 *
 * <p>What was checked and hashed for a tenant's url without a query is remembered, for about a
 * thousand of them, and then forgotten together. Thread-safe.
 */
final class Destinations {

  private static final int MOST = 1_000;

  private final CircuitIds circuits;
  private final Function<URI, Optional<String>> urls;
  private final Map<Asked, Destination> known = new ConcurrentHashMap<>();

  /**
   * @param urls what is wrong with a url
   */
  Destinations(CircuitIds circuits, Function<URI, Optional<String>> urls) {
    this.circuits = circuits;
    this.urls = urls;
  }

  /**
   * An endpoint, or a url.
   *
   * @param name among the tenant's, a url's without its query
   * @param key what operators call its circuit
   */
  record Destination(String name, Lane lane, String key) {}

  private record Asked(String tenant, String url) {}

  /**
   * @param endpoint whose name the message has; null where it goes to a url
   * @throws IllegalArgumentException naming why the url is not allowed
   */
  Destination of(WebhookMessage message, @Nullable UUID endpoint) {
    String tenant = message.tenant();
    String name = message.endpoint();
    URI url = message.url();
    Destination usual;
    if (endpoint != null && name != null) {
      Lane lane = new Lane(circuits.endpoint(tenant, endpoint), endpoint);
      usual = new Destination("endpoint:" + endpoint, lane, name);
    } else if (url != null) {
      usual = of(tenant, url);
    } else {
      throw new IllegalArgumentException("a message goes to a url or to an endpoint");
    }
    String breaker = message.breakerKey();
    return breaker == null
        ? usual
        : new Destination(
            usual.name(),
            new Lane(circuits.key(tenant, breaker), usual.lane().endpoint()),
            breaker);
  }

  private Destination of(String tenant, URI url) {
    if (url.getRawQuery() != null) {
      // it may be a token that never comes again
      return checked(tenant, url);
    }
    Asked asked = new Asked(tenant, url.toString());
    Destination remembered = known.get(asked);
    if (remembered != null) {
      return remembered;
    }
    Destination destination = checked(tenant, url);
    if (known.size() >= MOST) {
      known.clear();
    }
    known.put(asked, destination);
    return destination;
  }

  private Destination checked(String tenant, URI url) {
    check(url);
    String key = CircuitIds.key(url);
    return new Destination(
        "url:" + key, new Lane(circuits.url(tenant, url), Lane.NO_ENDPOINT), key);
  }

  private void check(URI url) {
    String text = url.toString();
    if (text.isEmpty() || !TextRules.isVisibleAscii(text, TextRules.LONGEST_URL)) {
      throw new IllegalArgumentException(
          "the url has %d characters; give it 1 to %d of ASCII, others percent-encoded"
              .formatted(text.length(), TextRules.LONGEST_URL));
    }
    if (url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the url '%s' has a fragment, which is never sent; leave it out"
              .formatted(LimitedLog.clean(CircuitIds.key(url))));
    }
    Optional<String> refusal = urls.apply(url);
    if (refusal.isPresent()) {
      throw new IllegalArgumentException(
          "the url '%s' is not allowed: %s"
              .formatted(LimitedLog.clean(CircuitIds.key(url)), refusal.get()));
    }
  }
}

package dev.surety.webhook.internal.endpoint;

import dev.surety.core.ShortHash;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;

/**
 * Names an application's circuits.
 *
 * <p>A circuit's id is the {@link ShortHash} of application, tenant, kind and value. Immutable.
 */
public final class CircuitIds {

  private final String application;

  public CircuitIds(String application) {
    this.application = application;
  }

  /** The circuit of a registered endpoint. */
  public UUID endpoint(String tenant, UUID endpoint) {
    return id(tenant, "endpoint", endpoint.toString());
  }

  /** The circuit of what goes to a url, whatever its query. */
  public UUID url(String tenant, URI url) {
    return id(tenant, "url", key(url));
  }

  /** The circuit that messages name. */
  public UUID key(String tenant, String breakerKey) {
    return id(tenant, "key", breakerKey);
  }

  /** What operators call a url's circuit: the url without query and fragment. */
  public static String key(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    String authority =
        url.getRawAuthority() == null ? "" : url.getRawAuthority().toLowerCase(Locale.ROOT);
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return scheme + "://" + authority + path;
  }

  private UUID id(String tenant, String kind, String value) {
    return ShortHash.of(application, tenant, kind, value);
  }
}

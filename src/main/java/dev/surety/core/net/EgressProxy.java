package dev.surety.core.net;

import java.net.URI;
import java.util.List;

/**
 * The proxy through which requests leave, chosen by the operator.
 *
 * <p>It is asked for connections to addresses that were checked here; no name is told to it.
 */
public record EgressProxy(String host, int port) {

  /** Operators choose it, so it may be anywhere. */
  static final AddressPolicy ANYWHERE =
      new AddressPolicy(List.of(Cidr.of("0.0.0.0/0"), Cidr.of("::/0")));

  /**
   * @param url such as {@code http://proxy.example:3128}
   * @throws IllegalArgumentException if it is anything else
   */
  public static EgressProxy of(String url) {
    URI uri = URI.create(url);
    boolean plain =
        "http".equalsIgnoreCase(uri.getScheme())
            && uri.getRawUserInfo() == null
            && (uri.getRawPath() == null || uri.getRawPath().matches("/?"))
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    if (!plain || uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65_535) {
      throw new IllegalArgumentException(url);
    }
    String host = uri.getHost();
    boolean bracketed = host.startsWith("[");
    return new EgressProxy(bracketed ? host.substring(1, host.length() - 1) : host, uri.getPort());
  }
}

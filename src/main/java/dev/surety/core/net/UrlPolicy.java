package dev.surety.core.net;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which URLs may be requested, before anything is looked up.
 *
 * @param ports the allowed ports
 * @param plainHttp whether http is allowed beside https
 */
public record UrlPolicy(Set<Integer> ports, boolean plainHttp) {

  public UrlPolicy {
    ports = Set.copyOf(ports);
  }

  /** What is wrong with the URL; empty if it may be requested. */
  public Optional<Refusal> refusal(URI url) {
    if (!"https".equals(scheme(url)) && !(plainHttp && "http".equals(scheme(url)))) {
      return Optional.of(Refusal.SCHEME);
    }
    String authority = url.getRawAuthority();
    if (authority != null && authority.indexOf('@') >= 0) {
      return Optional.of(Refusal.USER_INFO);
    }
    if (url.getHost() == null || !HostName.isAllowed(url.getHost())) {
      return Optional.of(Refusal.HOST);
    }
    return ports.contains(port(url)) ? Optional.empty() : Optional.of(Refusal.PORT);
  }

  /** The parts of a URL that is not refused. */
  Target target(URI url) {
    String host = url.getHost();
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return new Target(scheme(url), name, port(url), path + query);
  }

  private static String scheme(URI url) {
    return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return scheme(url).equals("https") ? 443 : 80;
  }
}

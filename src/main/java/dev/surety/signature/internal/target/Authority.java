package dev.surety.signature.internal.target;

import dev.surety.core.net.IpAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads an authority: {@code [ userinfo "@" ] host [ ":" port ]} (RFC 3986 §3.2). */
final class Authority {

  private static final String USERINFO = "-._~!$&'()*+,;=:%";
  private static final int MAX_PORT = 65_535;

  private Authority() {}

  /** Host and port in canonical form, without userinfo and default port; null if malformed. */
  static @Nullable String canonical(String scheme, String authority) {
    int at = authority.indexOf('@');
    return isUserinfo(authority.substring(0, Math.max(at, 0)))
        ? hostAndPort(scheme, authority.substring(at + 1))
        : null;
  }

  /** Likewise of an authority that may have no userinfo, such as a Host field's value. */
  static @Nullable String hostAndPort(String scheme, String text) {
    int colon = portAt(text);
    String host = canonicalHost(text.substring(0, colon));
    String port = colon == text.length() ? "" : text.substring(colon + 1);
    if (host == null || !isPort(port)) {
      return null;
    }
    return port.isEmpty() || port.equals(defaultPort(scheme)) ? host : host + ":" + port;
  }

  /** What stands before the port's colon. */
  static String withoutPort(String authority) {
    return authority.substring(0, portAt(authority));
  }

  /** Whether there is a port that is not empty. */
  static boolean hasPort(String hostAndPort) {
    return portAt(hostAndPort) < hostAndPort.length() - 1;
  }

  static String defaultPort(String scheme) {
    return scheme.equals("https") ? "443" : "80";
  }

  /** No leading zero: parsers disagree on what becomes of it. */
  static boolean isPort(String port) {
    return port.isEmpty()
        || (port.length() <= 5
            && port.chars().allMatch(c -> c >= '0' && c <= '9')
            && port.charAt(0) != '0'
            && Integer.parseInt(port) <= MAX_PORT);
  }

  private static int portAt(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0 || colon < text.lastIndexOf(']') || colon < text.lastIndexOf('@')
        ? text.length()
        : colon;
  }

  private static @Nullable String canonicalHost(String host) {
    if (!host.startsWith("[")) {
      return DomainName.canonical(host);
    }
    String literal = host.endsWith("]") ? host.substring(1, host.length() - 1) : "";
    return IpAddress.v6(literal) == null ? null : host.toLowerCase(Locale.ROOT);
  }

  private static boolean isUserinfo(String text) {
    return text.chars()
        .allMatch(c -> (Character.isLetterOrDigit(c) && c < 0x80) || USERINFO.indexOf(c) >= 0);
  }
}

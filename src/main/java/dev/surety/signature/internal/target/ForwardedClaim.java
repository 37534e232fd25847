package dev.surety.signature.internal.target;

import dev.surety.core.net.Cidr;
import dev.surety.core.net.IpAddress;
import dev.surety.signature.internal.target.Forwarded.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a trusted proxy says of the origin that the client asked for.
 *
 * @param scheme null if it does not say
 * @param host with a port or without; null if it does not say
 * @param port from a field of its own; null if it does not say
 */
record ForwardedClaim(@Nullable String scheme, @Nullable String host, @Nullable String port) {

  /**
   * Both kinds of fields, read so that nothing a client has put in front of the proxy's own values
   * counts; null if they are malformed or contradict each other.
   */
  static @Nullable ForwardedClaim of(Arrival arrival, List<Cidr> trusted) {
    List<Element> elements = Forwarded.elements(arrival.forwarded());
    if (elements == null) {
      return null;
    }
    Element outermost = outermost(elements, trusted);
    ForwardedClaim standard = new ForwardedClaim(lower(outermost.proto()), outermost.host(), null);
    ForwardedClaim usual =
        new ForwardedClaim(
            lower(last(arrival.forwardedProto())),
            last(arrival.forwardedHost()),
            last(arrival.forwardedPort()));
    return merged(standard, usual);
  }

  /** A text that is no address is nobody's. */
  static boolean isTrusted(String address, List<Cidr> trusted) {
    int zone = address.indexOf('%');
    byte[] bytes = IpAddress.of(zone < 0 ? address : address.substring(0, zone));
    return bytes != null && trusted.stream().anyMatch(network -> network.contains(bytes));
  }

  /** The element by the last trusted proxy, counted from here; others are a stranger's word. */
  private static Element outermost(List<Element> elements, List<Cidr> trusted) {
    if (elements.isEmpty()) {
      return new Element(null, null, null);
    }
    int at = elements.size() - 1;
    String node = elements.get(at).node();
    while (at > 0 && node != null && isTrusted(node, trusted)) {
      node = elements.get(--at).node();
    }
    return elements.get(at);
  }

  /** A proxy that sets one kind passes the client's other kind on, so they must agree. */
  private static @Nullable ForwardedClaim merged(ForwardedClaim one, ForwardedClaim other) {
    List<String> schemes = distinct(one.scheme, other.scheme);
    List<String> hosts = distinct(one.host, other.host);
    boolean clear = schemes.size() < 2 && hosts.size() < 2;
    boolean known = schemes.isEmpty() || schemes.get(0).matches("https?");
    return clear && known ? new ForwardedClaim(first(schemes), first(hosts), other.port) : null;
  }

  private static List<String> distinct(@Nullable String one, @Nullable String other) {
    List<String> values = new ArrayList<>();
    if (one != null) {
      values.add(one);
    }
    if (other != null && !other.equals(one)) {
      values.add(other);
    }
    return values;
  }

  private static @Nullable String first(List<String> values) {
    return values.isEmpty() ? null : values.get(0);
  }

  /** The value that the nearest proxy appended; null if there is no line. */
  private static @Nullable String last(List<String> lines) {
    if (lines.isEmpty()) {
      return null;
    }
    String line = lines.get(lines.size() - 1);
    return line.substring(line.lastIndexOf(',') + 1).strip();
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}

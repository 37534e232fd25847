package dev.surety.signature.internal.target;

import dev.surety.SuretyException;
import dev.surety.core.net.Cidr;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the absolute target URI of a request as its client saw it, behind proxies too.
 *
 * <p>Immutable. {@code Forwarded} and {@code X-Forwarded-*} count only if the peer is a trusted
 * proxy. Path and query are those of the raw request target.
 *
 * <table>
 * <caption>Which origin counts; the first row that fits</caption>
 * <tr><th>peer</th><th>public origins</th><th>received</th><th>origin</th></tr>
 * <tr><td>any</td><td>any</td><td>two Host lines, or raw octets beyond ASCII</td><td>refused, HEADER_MALFORMED</td></tr>
 * <tr><td>any</td><td>any</td><td>a Host that is no host</td><td>refused</td></tr>
 * <tr><td>any</td><td>any</td><td>absolute-form with another authority than Host</td>
 *     <td>refused</td></tr>
 * <tr><td>trusted</td><td>any</td><td>malformed or contradicting forwarded fields</td>
 *     <td>refused</td></tr>
 * <tr><td>trusted</td><td>none</td><td>forwarded fields</td>
 *     <td>what they say; scheme and Host as received for what they leave open</td></tr>
 * <tr><td>other</td><td>none</td><td>anything</td><td>scheme and Host as received</td></tr>
 * <tr><td>trusted</td><td>listed</td><td>a forwarded scheme</td>
 *     <td>as above, if it is listed; else refused</td></tr>
 * <tr><td>any</td><td>listed</td><td>no scheme from a trusted proxy</td>
 *     <td>the listed one with the received scheme and host; else the only listed one with that
 *     host, whose scheme wins because TLS ended in front; else refused</td></tr>
 * </table>
 *
 * <p>A host without a port has the port that is its scheme's default in front of the proxy: {@code
 * Host: a.example} over plain http is {@code https://a.example} if that is listed, and {@code Host:
 * a.example:80} is not.
 */
public final class Origins {

  private final List<Origin> publicOrigins;
  private final List<Cidr> trustedProxies;

  private Origins(List<Origin> publicOrigins, List<Cidr> trustedProxies) {
    this.publicOrigins = publicOrigins;
    this.trustedProxies = trustedProxies;
  }

  /**
   * @param publicOrigins the allow-list; empty lets every origin count
   * @throws SuretyException naming the first that is not allowed
   */
  public static Origins of(List<String> publicOrigins, List<Cidr> trustedProxies) {
    List<Origin> origins = publicOrigins.stream().map(Origin::configured).distinct().toList();
    return new Origins(origins, List.copyOf(trustedProxies));
  }

  /** The target as the client saw it, or why there is none. */
  public sealed interface Result {}

  /** An absolute URI, not yet in canonical form. */
  public record Absolute(String uri) implements Result {}

  /** Nobody can say what the client asked for. */
  public record Refused(Refusal refusal) implements Result {}

  /** Why there is no target. */
  public enum Refusal {
    /** A field that may come once came twice, or has octets beyond ASCII. */
    HEADER_MALFORMED,
    /** No host, an ambiguous one, or one that is not a public origin. */
    TARGET_MALFORMED
  }

  public Result targetOf(Arrival arrival) {
    if (arrival.host().size() > 1 || arrival.host().stream().anyMatch(Origins::isNonAscii)) {
      return new Refused(Refusal.HEADER_MALFORMED);
    }
    RequestTarget target = RequestTarget.of(arrival.requestTarget());
    String host = host(arrival);
    if (target == null || !target.agreesWith(host)) {
      return malformed();
    }
    Origin origin = origin(arrival, host);
    return origin == null
        ? malformed()
        : new Absolute(origin.scheme() + "://" + origin.authority() + target.resource());
  }

  private @Nullable Origin origin(Arrival arrival, String host) {
    boolean trusted = ForwardedClaim.isTrusted(arrival.remoteAddress(), trustedProxies);
    ForwardedClaim claim =
        trusted ? ForwardedClaim.of(arrival, trustedProxies) : new ForwardedClaim(null, null, null);
    String claimed = claim == null ? null : claimedHost(claim, host);
    if (claim == null || claimed == null || Origin.received(arrival.scheme(), host) == null) {
      return null;
    }
    String scheme = claim.scheme() == null ? arrival.scheme() : claim.scheme();
    Origin origin = Origin.received(scheme, claimed);
    if (publicOrigins.isEmpty() || publicOrigins.contains(origin)) {
      return origin;
    }
    return claim.scheme() == null ? listedUnderAnotherScheme(claimed).orElse(null) : null;
  }

  private Optional<Origin> listedUnderAnotherScheme(String host) {
    List<Origin> fitting =
        publicOrigins.stream()
            .filter(listed -> listed.equals(Origin.received(listed.scheme(), host)))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  /** With the port from a field of its own where the host has none; null if two ports differ. */
  private static @Nullable String claimedHost(ForwardedClaim claim, String received) {
    String host = claim.host() == null ? received : claim.host();
    String port = claim.port();
    if (port == null) {
      return host;
    }
    if (port.isEmpty() || !Authority.isPort(port)) {
      return null;
    }
    if (Authority.hasPort(host)) {
      return host.endsWith(":" + port) ? host : null;
    }
    return Authority.withoutPort(host) + ":" + port;
  }

  private static String host(Arrival arrival) {
    if (!arrival.host().isEmpty()) {
      return arrival.host().get(0);
    }
    boolean bareV6 =
        arrival.serverName().indexOf(':') >= 0 && !arrival.serverName().startsWith("[");
    String name = bareV6 ? "[" + arrival.serverName() + "]" : arrival.serverName();
    return name + ":" + arrival.serverPort();
  }

  private static boolean isNonAscii(String host) {
    return Authority.withoutPort(host).chars().anyMatch(c -> c >= 0x80);
  }

  private static Result malformed() {
    return new Refused(Refusal.TARGET_MALFORMED);
  }
}

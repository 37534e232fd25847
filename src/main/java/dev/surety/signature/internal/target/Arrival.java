package dev.surety.signature.internal.target;

import java.util.List;

/**
 * A request as it arrived at the server, as far as its target depends on it.
 *
 * @param remoteAddress the peer's address, the last proxy's if there is one
 * @param scheme as the server sees it: {@code https} only if TLS ends here
 * @param serverName the host as the server sees it; counts only where no Host line came, which is
 *     how some servers hand on HTTP/2's {@code :authority}
 * @param host the lines of {@code Host}, each line's value as received
 * @param forwarded the lines of {@code Forwarded}
 * @param requestTarget the request line's target, raw: origin-form or absolute-form
 */
public record Arrival(
    String remoteAddress,
    String scheme,
    String serverName,
    int serverPort,
    List<String> host,
    List<String> forwarded,
    List<String> forwardedProto,
    List<String> forwardedHost,
    List<String> forwardedPort,
    String requestTarget) {

  public Arrival {
    host = List.copyOf(host);
    forwarded = List.copyOf(forwarded);
    forwardedProto = List.copyOf(forwardedProto);
    forwardedHost = List.copyOf(forwardedHost);
    forwardedPort = List.copyOf(forwardedPort);
  }
}

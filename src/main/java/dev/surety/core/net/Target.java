package dev.surety.core.net;

/**
 * Where a checked URL leads.
 *
 * @param host without brackets
 * @param requestTarget path and query as they were
 */
record Target(String scheme, String host, int port, String requestTarget) {

  /** What {@code Host} says: no port where it is the scheme's own (RFC 9110 §4.2). */
  String authority() {
    String name = host.indexOf(':') < 0 ? host : '[' + host + ']';
    return port == (scheme.equals("https") ? 443 : 80) ? name : name + ':' + port;
  }
}

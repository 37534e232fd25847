package dev.surety.core.net;

import java.util.regex.Pattern;

/**
 * The hosts that a URL may name: a name of letters, digits and hyphens, a dotted IPv4 address, or
 * an IPv6 address in brackets.
 *
 * <p>Other spellings of addresses, which resolvers read in different ways, are refused: decimal,
 * octal, hexadecimal and shortened IPv4, IPv4 inside IPv6, zones, a trailing dot.
 */
final class HostName {

  private static final int LONGEST = 253;

  /** RFC 1123 §2.1; what is not ASCII comes as an A-label or not at all. */
  private static final String LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";

  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  /** As a last label resolvers take it for the end of an IPv4 address. */
  private static final Pattern NUMBER = Pattern.compile("\\d+|0[xX][0-9a-fA-F]*");

  private HostName() {}

  /**
   * @param host as a URL spells it, an IPv6 address with its brackets
   */
  static boolean isAllowed(String host) {
    if (host.startsWith("[")) {
      return host.endsWith("]") && isIpv6(host.substring(1, host.length() - 1));
    }
    if (NUMBER.matcher(host.substring(host.lastIndexOf('.') + 1)).matches()) {
      return IpAddress.v4(host) != null;
    }
    return host.length() <= LONGEST && NAME.matcher(host).matches();
  }

  /** One that is IPv4 inside is none: it could be meant as either. */
  private static boolean isIpv6(String text) {
    byte[] address = IpAddress.of(text);
    return address != null && address.length == 16;
  }
}

package dev.surety.core.net;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides which addresses may be connected to: public unicast, and networks that are allowed
 * explicitly.
 *
 * <p>Refused is what IANA's special-purpose address registries (RFC 6890, RFC 8190) do not mark as
 * globally reachable, multicast, every IPv6 address outside 2000::/3, and every form that carries
 * an IPv4 address inside an IPv6 one. Bytes are compared, because the questions that {@link
 * InetAddress} answers leave classes out. Immutable.
 */
public final class AddressPolicy {

  private static final List<Cidr> REFUSED_IPV4 =
      networks(
          "0.0.0.0/8", // this network, RFC 791 §3.2
          "10.0.0.0/8", // private, RFC 1918
          "100.64.0.0/10", // shared by carriers, RFC 6598
          "127.0.0.0/8", // loopback, RFC 1122 §3.2.1.3
          "168.63.129.16/32", // public by number, but Azure's platform answers each machine there
          "169.254.0.0/16", // link-local, RFC 3927; metadata of clouds
          "172.16.0.0/12", // private, RFC 1918
          "192.0.0.0/24", // protocol assignments, RFC 6890 §2.1
          "192.0.2.0/24", // documentation, RFC 5737
          "192.88.99.0/24", // relays of 6to4, RFC 7526
          "192.168.0.0/16", // private, RFC 1918
          "198.18.0.0/15", // benchmarks, RFC 2544
          "198.51.100.0/24", // documentation, RFC 5737
          "203.0.113.0/24", // documentation, RFC 5737
          "224.0.0.0/4", // multicast, RFC 5771
          "240.0.0.0/4"); // reserved, RFC 1112 §4; broadcast, RFC 919 §7

  private static final Cidr PUBLIC_IPV6 = Cidr.of("2000::/3");

  /** What inside 2000::/3 is not public unicast. */
  private static final List<Cidr> REFUSED_IPV6 =
      networks(
          "2001::/23", // protocol assignments, RFC 2928, with Teredo, RFC 4380
          "2001:db8::/32", // documentation, RFC 3849
          "2002::/16", // 6to4, RFC 3056: leads to whatever IPv4 address it carries
          "3fff::/20"); // documentation, RFC 9637

  private final List<Cidr> allowed;

  /**
   * @param allowed networks that may be connected to although they are not public
   */
  public AddressPolicy(List<Cidr> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** Whether this address may be connected to; one of many says nothing of the others. */
  public boolean permits(InetAddress address) {
    return permits(address.getAddress());
  }

  /**
   * @param address as on the wire: 4 bytes or 16
   */
  boolean permits(byte[] address) {
    return contains(allowed, address)
        || (address.length == 4 ? isPublicV4(address) : isPublicV6(address));
  }

  private static boolean isPublicV4(byte[] address) {
    return !contains(REFUSED_IPV4, address);
  }

  private static boolean isPublicV6(byte[] address) {
    return PUBLIC_IPV6.contains(address) && !contains(REFUSED_IPV6, address);
  }

  private static boolean contains(List<Cidr> networks, byte[] address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static List<Cidr> networks(String... texts) {
    return Stream.of(texts).map(Cidr::of).toList();
  }
}

package dev.surety.core.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A network: an address and how many of its leading bits count (RFC 4632 §3.1, RFC 4291 §2.3).
 *
 * <p>Immutable.
 */
public final class Cidr {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * @param text such as {@code 10.0.0.0/8} or {@code fc00::/7}
   * @throws IllegalArgumentException if it is no network, or bits after the prefix are set
   */
  public static Cidr of(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
      throw new IllegalArgumentException(text + " is not an address, a slash and a number of bits");
    }
    byte[] network = literal(text.substring(0, slash));
    int bits = Integer.parseInt(text.substring(slash + 1));
    if (bits > network.length * 8) {
      throw new IllegalArgumentException(text + " has more bits than the address");
    }
    for (int i = bits; i < network.length * 8; i++) {
      if (bit(network, i) != 0) {
        throw new IllegalArgumentException(text + " has bits after its prefix");
      }
    }
    return new Cidr(network, bits);
  }

  /**
   * @param address as on the wire: 4 bytes or 16
   */
  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      if (bit(address, i) != bit(network, i)) {
        return false;
      }
    }
    return true;
  }

  // only what cannot be a name is handed to the JDK, which would look names up
  private static byte[] literal(String address) {
    if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
      throw new IllegalArgumentException(address + " is not an address");
    }
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address + " is not an address", e);
    }
  }

  private static int bit(byte[] address, int index) {
    return address[index / 8] >> (7 - index % 8) & 1;
  }
}

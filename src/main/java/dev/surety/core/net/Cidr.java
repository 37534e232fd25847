package dev.surety.core.net;

/**
 * A network: an address and how many of its leading bits count (RFC 4632 §3.1, RFC 4291 §2.3).
 *
 * <p>Immutable.
 */
public final class Cidr {

  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * @param text such as {@code 10.0.0.0/8} or {@code fc00::/7}, or an address for itself
   * @throws IllegalArgumentException if it is no network, or bits after the prefix are set
   */
  public static Cidr of(String text) {
    int slash = text.indexOf('/');
    byte[] network = IpAddress.of(slash < 0 ? text : text.substring(0, slash));
    if (network == null) {
      throw new IllegalArgumentException("'" + text + "' is no address");
    }
    int bits = slash < 0 ? 8 * network.length : bits(text, text.substring(slash + 1), network);
    for (int i = bits; i < network.length * 8; i++) {
      if (bit(network, i) != 0) {
        throw new IllegalArgumentException("'" + text + "' has bits after its prefix");
      }
    }
    return new Cidr(network, bits);
  }

  /**
   * @param address as on the wire: 4 bytes or 16
   */
  public boolean contains(byte[] address) {
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

  private static int bits(String text, String length, byte[] network) {
    boolean number = length.matches("0|[1-9]\\d{0,2}");
    if (!number || Integer.parseInt(length) > 8 * network.length) {
      throw new IllegalArgumentException("'" + text + "' has no such number of bits");
    }
    return Integer.parseInt(length);
  }

  private static int bit(byte[] address, int index) {
    return address[index / 8] >> (7 - index % 8) & 1;
  }
}

package dev.surety.signature.internal.target;

import dev.surety.SuretyException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses and blocks of addresses in CIDR notation, IPv4 and IPv6. */
final class Networks {

  private final List<Block> blocks;

  private Networks(List<Block> blocks) {
    this.blocks = blocks;
  }

  /**
   * @throws SuretyException if one is neither an address nor a block
   */
  static Networks configured(List<String> texts) {
    return new Networks(texts.stream().map(Block::configured).toList());
  }

  /** Whether the address lies in one of them; a text that is no address lies in none. */
  boolean contain(String address) {
    int zone = address.indexOf('%');
    byte[] bytes = IpAddress.of(zone < 0 ? address : address.substring(0, zone));
    return bytes != null && blocks.stream().anyMatch(block -> block.contains(bytes));
  }

  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Block(byte[] prefix, int bits) {

    static Block configured(String text) {
      int slash = text.indexOf('/');
      byte[] prefix = IpAddress.of(slash < 0 ? text : text.substring(0, slash));
      int bits = prefix == null ? -1 : bits(slash < 0 ? null : text.substring(slash + 1), prefix);
      if (prefix == null || bits < 0) {
        throw refused(text, "neither an address nor a block of addresses");
      }
      Block block = new Block(prefix, bits);
      if (block.hasHostBits()) {
        throw refused(text, "an address within a block; its last bits must be zero");
      }
      return block;
    }

    boolean contains(byte[] address) {
      boolean same = address.length == prefix.length;
      for (int bit = 0; same && bit < bits; bit++) {
        same = bit(address, bit) == bit(prefix, bit);
      }
      return same;
    }

    private boolean hasHostBits() {
      for (int bit = bits; bit < 8 * prefix.length; bit++) {
        if (bit(prefix, bit) != 0) {
          return true;
        }
      }
      return false;
    }

    private static int bit(byte[] address, int bit) {
      return (address[bit / 8] >> (7 - bit % 8)) & 1;
    }

    private static int bits(@Nullable String length, byte[] prefix) {
      int most = 8 * prefix.length;
      if (length == null) {
        return most;
      }
      boolean number = length.matches("0|[1-9][0-9]{0,2}");
      return number && Integer.parseInt(length) <= most ? Integer.parseInt(length) : -1;
    }

    private static SuretyException refused(String text, String why) {
      return new SuretyException(
          "setting surety.signature.trusted-proxies has '"
              + text
              + "', which is "
              + why
              + "; it expects such as 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32");
    }
  }
}

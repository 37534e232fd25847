package dev.surety.signature.internal.target;

import dev.surety.SuretyException;
import dev.surety.core.net.Cidr;
import dev.surety.core.net.IpAddress;
import java.util.List;

/** The networks of proxies that are trusted. */
record Networks(List<Cidr> blocks) {

  Networks {
    blocks = List.copyOf(blocks);
  }

  /**
   * @throws SuretyException if one is neither an address nor a block
   */
  static Networks configured(List<String> texts) {
    return new Networks(texts.stream().map(Networks::block).toList());
  }

  /** Whether the address lies in one of them; a text that is no address lies in none. */
  boolean contain(String address) {
    int zone = address.indexOf('%');
    byte[] bytes = IpAddress.of(zone < 0 ? address : address.substring(0, zone));
    return bytes != null && blocks.stream().anyMatch(block -> block.contains(bytes));
  }

  private static Cidr block(String text) {
    try {
      return Cidr.of(text);
    } catch (IllegalArgumentException e) {
      throw new SuretyException(
          "setting surety.signature.trusted-proxies has a value that is not allowed: "
              + e.getMessage()
              + "; it expects such as 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32",
          e);
    }
  }
}

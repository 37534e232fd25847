package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

  private final AddressPolicy policy = new AddressPolicy(List.of());

  @ParameterizedTest
  @CsvFileSource(resources = "/net/addresses.csv")
  void publicUnicastAlone_isPermitted(String address, String expected) throws UnknownHostException {
    assertThat(policy.permits(InetAddress.getByName(address)))
        .as(address)
        .isEqualTo(expected.equals("permitted"));
  }

  @Test
  void mappedAddressThatIsStill16Bytes_isRefused() {
    // the JDK makes IPv4 of it; another resolver need not
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff08080808");
    assertThat(policy.permits(mapped)).isFalse();
  }

  @Test
  void allowedNetwork_isPermitted_andItsNeighboursAreNot() throws UnknownHostException {
    AddressPolicy intranet =
        new AddressPolicy(List.of(Cidr.of("10.1.0.0/16"), Cidr.of("fd12:3456::/32")));
    assertThat(intranet.permits(InetAddress.getByName("10.1.255.255"))).isTrue();
    assertThat(intranet.permits(InetAddress.getByName("10.2.0.0"))).isFalse();
    assertThat(intranet.permits(InetAddress.getByName("fd12:3456::1"))).isTrue();
    assertThat(intranet.permits(InetAddress.getByName("fd12:3457::1"))).isFalse();
    assertThat(intranet.permits(InetAddress.getByName("8.8.8.8"))).isTrue();
  }

  @Test
  void allowedIpv4Network_allowsNoIpv6FormOfIt() throws UnknownHostException {
    AddressPolicy loopback = new AddressPolicy(List.of(Cidr.of("127.0.0.0/8")));
    assertThat(loopback.permits(InetAddress.getByName("::127.0.0.1"))).isFalse();
    assertThat(loopback.permits(InetAddress.getByName("64:ff9b::127.0.0.1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.1/8",
        "10/8",
        "localhost/8",
        "fc00::/129",
        "fc00::1/7",
        "10.0.0.256/32",
        ":/0"
      })
  void textThatIsNoNetwork_isRefused(String text) {
    assertThatThrownBy(() -> Cidr.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressAlone_isANetworkOfItself() throws UnknownHostException {
    Cidr one = Cidr.of("10.0.0.1");
    assertThat(one.contains(InetAddress.getByName("10.0.0.1").getAddress())).isTrue();
    assertThat(one.contains(InetAddress.getByName("10.0.0.2").getAddress())).isFalse();
  }
}

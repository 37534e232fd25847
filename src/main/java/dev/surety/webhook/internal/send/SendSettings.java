package dev.surety.webhook.internal.send;

import dev.surety.core.Setting;
import dev.surety.core.net.AddressPolicy;
import dev.surety.core.net.Cidr;
import dev.surety.core.net.EgressProxy;
import dev.surety.core.net.Refusal;
import dev.surety.core.net.UrlPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * The validated {@code surety.webhook.*} settings of outgoing requests.
 *
 * @param deadline for everything of an attempt together
 * @param http whether plain http is allowed beside https
 * @param networks that may be connected to although they are not public
 * @param certificates by name
 */
public record SendSettings(
    Duration deadline,
    boolean http,
    Set<Integer> ports,
    List<Cidr> networks,
    Optional<EgressProxy> proxy,
    Map<String, KeyStoreFile> certificates) {

  private static final String PREFIX = "surety.webhook.";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private static final Duration SIGNING = Duration.ofSeconds(10);
  private static final Duration LOOK_UP = Duration.ofSeconds(5);

  static final Setting<Duration> DEADLINE =
      Setting.duration(
          PREFIX + "deadline", "PT15S", Duration.ofMillis(100), Duration.ofMinutes(10));
  static final Setting<Boolean> HTTP = Setting.flag(PREFIX + "http", false);
  static final Setting<Set<Integer>> PORTS = ports(PREFIX + "ports");
  static final Setting<List<Cidr>> NETWORKS =
      Setting.list(PREFIX + "networks", "addresses or networks such as 10.0.0.0/8", Cidr::of);
  static final Setting<Optional<EgressProxy>> PROXY =
      new Setting<>(
          PREFIX + "proxy",
          "",
          "nothing, or http://host:port",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(EgressProxy.of(text)));
  static final Setting<List<String>> CERTIFICATES =
      Setting.list(PREFIX + "client-certificates", "names of letters, digits and _.-", NAME);

  /** Every setting, in the order of the README's table; the last two for each certificate. */
  public static final List<Setting<?>> ALL =
      List.of(
          DEADLINE,
          HTTP,
          PORTS,
          NETWORKS,
          PROXY,
          CERTIFICATES,
          keystore("<name>"),
          password("<name>"));

  public SendSettings {
    ports = Set.copyOf(ports);
    networks = List.copyOf(networks);
    certificates = Map.copyOf(certificates);
  }

  /** A PKCS#12 file; its text form keeps the password to itself. */
  public record KeyStoreFile(String path, String password) {

    @Override
    public String toString() {
      return path;
    }
  }

  public static SendSettings of(Config config) {
    Map<String, KeyStoreFile> certificates = new LinkedHashMap<>();
    for (String name : CERTIFICATES.in(config)) {
      certificates.put(
          name, new KeyStoreFile(keystore(name).in(config), password(name).in(config)));
    }
    return new SendSettings(
        DEADLINE.in(config),
        HTTP.in(config),
        PORTS.in(config),
        NETWORKS.in(config),
        PROXY.in(config),
        certificates);
  }

  static String keystoreKey(String name) {
    return keystore(name).key();
  }

  /** What is wrong with a url, without looking its host up; in words for whoever chose it. */
  public Optional<String> refusal(URI url) {
    return urls().refusal(url).map(Refusal::words);
  }

  /** How long to wait for an attempt's result: it is signed and its name looked up, too. */
  public Duration patience() {
    return deadline.plus(SIGNING).plus(LOOK_UP);
  }

  UrlPolicy urls() {
    return new UrlPolicy(ports, http);
  }

  AddressPolicy addresses() {
    return new AddressPolicy(networks);
  }

  private static Setting<String> keystore(String name) {
    return new Setting<>(
        PREFIX + "client-certificate." + name + ".keystore",
        "",
        "the path of a PKCS#12 file",
        SendSettings::present);
  }

  private static Setting<String> password(String name) {
    return new Setting<>(
            PREFIX + "client-certificate." + name + ".password",
            "",
            "the file's password",
            Function.identity())
        .asSecret();
  }

  private static Setting<Set<Integer>> ports(String key) {
    Setting<List<Integer>> list = Setting.list(key, "1 to 65535", SendSettings::port);
    return new Setting<>(
        key, "443,8443", list.expects(), text -> Set.copyOf(list.reader().apply(present(text))));
  }

  private static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(text);
    }
    return port;
  }

  private static String present(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    return text;
  }
}

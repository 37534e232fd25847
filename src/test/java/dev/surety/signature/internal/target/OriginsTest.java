package dev.surety.signature.internal.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.core.net.Cidr;
import dev.surety.signature.internal.target.Origins.Absolute;
import dev.surety.signature.internal.target.Origins.Refusal;
import dev.surety.signature.internal.target.Origins.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

  private static final int ROUNDS = Integer.getInteger("surety.fuzz", 20_000);
  private static final long SEED = Long.getLong("surety.fuzz.seed", System.nanoTime());

  private static final String PROXY = "10.1.2.3";
  private static final String STRANGER = "203.0.113.9";
  private static final List<Cidr> PROXIES =
      List.of(Cidr.of("10.0.0.0/8"), Cidr.of("2001:db8::/32"));

  @Test
  void twoHostLines_areAMalformedHeader() {
    assertThat(open().targetOf(request(STRANGER).host("a.b").host("a.b").build()))
        .isEqualTo(new Refused(Refusal.HEADER_MALFORMED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a..b",
        "a b",
        "u@a.b",
        "a.b/c",
        "a.b?c",
        "a.b#c",
        "a.b:x",
        "a.b:0",
        "::1",
        "a.b, c.d",
        "https://a.b",
        "a.b:４４３",
        "127.1"
      })
  void hostThatIsNone_isRefused(String host) {
    assertRefused(open(), request(STRANGER).host(host));
    assertRefused(listed("https://a.b"), request(STRANGER).host(host));
  }

  @Test
  void hostWithOctetsBeyondAscii_isAMalformedHeader() {
    assertThat(open().targetOf(request(STRANGER).host("bücher.example:80").build()))
        .isEqualTo(new Refused(Refusal.HEADER_MALFORMED));
  }

  @Test
  void absoluteFormWithAnotherAuthority_isRefused() {
    assertRefused(open(), request(STRANGER).host("a.b").target("http://c.d/x"));
    assertRefused(open(), request(STRANGER).host("a.b").target("http://u@a.b/x"));
  }

  @Test
  void absoluteFormWithTheSameAuthority_countsByItsPathAndQuery() {
    assertTarget(
        open(), request(STRANGER).host("a.b").target("http://A.B:80/x?y"), "http://a.b/x?y");
    assertTarget(open(), request(STRANGER).host("a.b").target("HTTP://a.b"), "http://a.b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "a.b:443", "", "x", "ftp://a.b/", "/x#f", "http://a.b/#f", "://a.b/"})
  void targetInAnotherForm_isRefused(String target) {
    assertRefused(open(), request(STRANGER).host("a.b").target(target));
  }

  @Test
  void rawTarget_isKeptAsItCame() {
    assertTarget(
        open(), request(STRANGER).host("a.b").target("//x/%2e/%7e?"), "http://a.b//x/%2e/%7e?");
  }

  @Test
  void withoutPublicOrigins_schemeAndHostCountAsReceived() {
    assertTarget(open(), request(STRANGER).host("A.b:8080"), "http://a.b:8080/p");
    assertTarget(open(), request(STRANGER).scheme("https").host("a.b:443"), "https://a.b/p");
    assertTarget(open(), request(STRANGER).host("[::1]:8080"), "http://[::1]:8080/p");
  }

  @Test
  void withoutHostLine_theServersNameCounts() {
    assertTarget(open(), request(STRANGER), "http://server.local:8080/p");
  }

  @Test
  void forwardedFieldsOfAStranger_areIgnored() {
    Request request =
        request(STRANGER)
            .host("a.b")
            .forwarded("proto=https;host=evil")
            .proto("https")
            .forwardedHost("e");
    assertTarget(open(), request, "http://a.b/p");
    assertTarget(listed("http://a.b"), request.forwarded("\"broken"), "http://a.b/p");
  }

  @Test
  void forwardedOfATrustedProxy_saysSchemeAndHost() {
    assertTarget(
        open(),
        request(PROXY).host("internal:8080").forwarded("for=192.0.2.1;proto=https;host=a.b"),
        "https://a.b/p");
    assertTarget(
        open(),
        request(PROXY)
            .host("internal")
            .forwarded("For=\"[2001:db9::1]:47\"; ".strip() + "Host=\"a.b:8443\";PROTO=HTTPS"),
        "https://a.b:8443/p");
  }

  @Test
  void xForwardedOfATrustedProxy_saysSchemeHostAndPort() {
    assertTarget(
        open(),
        request(PROXY).host("i").proto("https").forwardedHost("a.b").port("8443"),
        "https://a.b:8443/p");
    assertTarget(open(), request(PROXY).host("a.b").proto("https").port("443"), "https://a.b/p");
    assertTarget(open(), request(PROXY).host("a.b").proto("https"), "https://a.b/p");
    assertTarget(
        open(), request(PROXY).host("[::1]").proto("https").port("8443"), "https://[::1]:8443/p");
  }

  @Test
  void trustedProxyThatSaysNothing_leavesSchemeAndHostAsReceived() {
    assertTarget(open(), request(PROXY).host("a.b"), "http://a.b/p");
    assertTarget(
        open(), request(PROXY).host("a.b").forwarded("for=_hidden;by=unknown"), "http://a.b/p");
  }

  @Test
  void severalElements_theNearestProxysCounts() {
    assertTarget(
        open(),
        request(PROXY)
            .host("a.b")
            .forwarded("proto=http;host=evil")
            .forwarded("for=192.0.2.1;proto=https;host=a.b"),
        "https://a.b/p");
    assertTarget(
        open(),
        request(PROXY).host("a.b").forwarded("host=evil, for=192.0.2.1;host=\"a.b\" , "),
        "http://a.b/p");
    assertTarget(
        open(),
        request(PROXY).host("i").proto("http, https").forwardedHost("evil,  a.b"),
        "https://a.b/p");
    assertTarget(open(), request(PROXY).host("a.b").proto("http").proto("https"), "https://a.b/p");
  }

  @Test
  void chainOfTrustedProxies_theOutermostOnesElementCounts() {
    assertTarget(
        open(),
        request(PROXY)
            .host("i")
            .forwarded(
                "host=evil, for=192.0.2.1;proto=https;host=a.b, for=10.9.9.9;proto=http;host=i"),
        "https://a.b/p");
    assertTarget(
        open(),
        request("2001:db8::7").host("i").forwarded("for=10.0.0.1;proto=https;host=a.b"),
        "https://a.b/p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proto",
        "proto=",
        "=https",
        "proto=\"https",
        "proto=ht tps",
        "proto=https;proto=http",
        "proto=https host=a.b",
        "host=a.b:80",
        "proto =https",
        "proto=https; host=a",
        "\"proto=https\"",
        "proto=ftp",
        "proto=\"\"",
        "host=\"\"",
        "host=\"a b\"",
        "host=\"a.b/c\"",
        "proto=\"a\\\"",
        "a=\"b\"c"
      })
  void malformedForwardedOfATrustedProxy_isRefused(String forwarded) {
    assertRefused(open(), request(PROXY).host("a.b").forwarded(forwarded));
  }

  @Test
  void malformedXForwardedOfATrustedProxy_isRefused() {
    assertRefused(open(), request(PROXY).host("a.b").proto("wss"));
    assertRefused(open(), request(PROXY).host("a.b").proto(""));
    assertRefused(open(), request(PROXY).host("a.b").proto("https,"));
    assertRefused(open(), request(PROXY).host("a.b").forwardedHost("a b"));
    assertRefused(open(), request(PROXY).host("a.b").port("x"));
    assertRefused(open(), request(PROXY).host("a.b").port(""));
    assertRefused(open(), request(PROXY).host("a.b").port("０"));
  }

  @Test
  void contradictingFieldsOfATrustedProxy_areRefused() {
    assertRefused(open(), request(PROXY).host("a.b").forwarded("proto=http").proto("https"));
    assertRefused(open(), request(PROXY).host("a.b").forwarded("host=c.d").forwardedHost("a.b"));
    assertRefused(open(), request(PROXY).host("a.b:8080").port("443"));
    assertTarget(
        open(),
        request(PROXY)
            .host("i")
            .forwarded("proto=https;host=a.b")
            .proto("https")
            .forwardedHost("a.b"),
        "https://a.b/p");
  }

  @Test
  void forwardedOriginThatIsNotListed_isRefused() {
    Origins origins = listed("https://a.b");
    assertRefused(origins, request(PROXY).host("a.b").proto("https").forwardedHost("c.d"));
    assertRefused(origins, request(PROXY).host("a.b").proto("http"));
    assertRefused(origins, request(PROXY).host("a.b").proto("https").port("8443"));
    assertTarget(
        origins, request(PROXY).host("i").proto("https").forwardedHost("a.b"), "https://a.b/p");
  }

  @Test
  void forwardedHostWithoutAScheme_takesTheListedOnes() {
    assertTarget(
        listed("https://a.b"), request(PROXY).host("i").forwardedHost("a.b"), "https://a.b/p");
  }

  @Test
  void tlsEndedInFront_theListedSchemeWins() {
    Origins origins = listed("https://a.b");
    assertTarget(origins, request(STRANGER).host("a.b"), "https://a.b/p");
    assertTarget(origins, request(STRANGER).host("A.B.:443"), "https://a.b/p");
    assertTarget(origins, request(STRANGER).scheme("https").host("a.b"), "https://a.b/p");
    assertTarget(
        listed("https://a.b:8443"), request(STRANGER).host("a.b:8443"), "https://a.b:8443/p");
  }

  @Test
  void hostWithAPortThatIsNotListed_isRefused() {
    assertRefused(listed("https://a.b"), request(STRANGER).host("a.b:80"));
    assertRefused(listed("https://a.b"), request(STRANGER).host("a.b:8443"));
    assertRefused(listed("https://a.b:8443"), request(STRANGER).host("a.b"));
  }

  @Test
  void hostThatIsNotListed_isRefused() {
    assertRefused(listed("https://a.b"), request(STRANGER).host("c.d"));
    assertRefused(listed("https://a.b"), request(STRANGER));
    assertRefused(listed("https://a.b"), request(STRANGER).scheme("https").host("b"));
  }

  @Test
  void severalListedOrigins_theHostChooses() {
    Origins origins = listed("https://a.b", "https://c.d", "http://e.f", "https://e.f");
    assertTarget(origins, request(STRANGER).host("c.d"), "https://c.d/p");
    assertTarget(origins, request(STRANGER).host("e.f"), "http://e.f/p");
    assertTarget(origins, request(STRANGER).scheme("https").host("e.f"), "https://e.f/p");
  }

  @Test
  void listedOriginInAnotherSpelling_isTheSame() {
    assertTarget(listed("HTTPS://A.b:443"), request(STRANGER).host("a.b"), "https://a.b/p");
    assertTarget(
        listed("https://bücher.example"),
        request(STRANGER).host("xn--bcher-kva.example"),
        "https://xn--bcher-kva.example/p");
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3,true",
    "11.0.0.1,false",
    "::ffff:10.1.2.3,true",
    "2001:db8::1,true",
    "2001:DB8:0:0::1%eth0,true",
    "2001:db9::1,false",
    "localhost,false",
    "10.1,false",
    "'',false"
  })
  void peerWithinATrustedBlock_isTrusted(String peer, boolean trusted) {
    assertTarget(
        open(),
        request(peer).host("a.b").proto("https"),
        (trusted ? "https" : "http") + "://a.b/p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.b",
        "https://a.b/",
        "https://a.b/x",
        "https://a.b?x",
        "https://a.b#",
        "ftp://a.b",
        "https://u@a.b",
        "https://a b",
        "*",
        "https://*.a.b",
        ""
      })
  void configuredOriginThatIsNone_failsAtStart(String origin) {
    assertThatThrownBy(() -> Origins.of(List.of("https://ok.example", origin), List.of()))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("surety.signature.public-origins")
        .hasMessageContaining("'" + origin + "'");
  }

  @Test
  void anyFields_giveAListedOriginOrARefusal() {
    Random random = new Random(SEED);
    List<String> parts =
        List.of(
            "a.b",
            "c.d",
            "https",
            "http",
            "proto=",
            "host=",
            "for=",
            "10.0.0.1",
            ";",
            ",",
            "\"",
            "\\",
            " ",
            "=",
            ":443",
            ":80",
            "[::1]",
            "evil",
            "ü",
            "\0");
    Origins origins = listed("https://a.b", "http://c.d:81");
    for (int i = 0; i < ROUNDS; i++) {
      Request request = request(random.nextBoolean() ? PROXY : STRANGER).host(text(random, parts));
      request
          .forwarded(text(random, parts))
          .proto(text(random, parts))
          .forwardedHost(text(random, parts));
      if (origins.targetOf(request.build()) instanceof Absolute absolute) {
        assertThat(absolute.uri()).as("seed %d", SEED).isIn("https://a.b/p", "http://c.d:81/p");
      }
    }
  }

  private static String text(Random random, List<String> parts) {
    StringBuilder out = new StringBuilder();
    for (int n = random.nextInt(5); n > 0; n--) {
      out.append(parts.get(random.nextInt(parts.size())));
    }
    return out.toString();
  }

  private static Origins open() {
    return Origins.of(List.of(), PROXIES);
  }

  private static Origins listed(String... origins) {
    return Origins.of(List.of(origins), PROXIES);
  }

  private static void assertTarget(Origins origins, Request request, String expected) {
    assertThat(origins.targetOf(request.build())).isEqualTo(new Absolute(expected));
  }

  private static void assertRefused(Origins origins, Request request) {
    assertThat(origins.targetOf(request.build())).isEqualTo(new Refused(Refusal.TARGET_MALFORMED));
  }

  private static Request request(String peer) {
    return new Request(peer);
  }

  private static final class Request {
    private final String peer;
    private final List<String> host = new ArrayList<>();
    private final List<String> forwarded = new ArrayList<>();
    private final List<String> proto = new ArrayList<>();
    private final List<String> forwardedHost = new ArrayList<>();
    private final List<String> port = new ArrayList<>();
    private String scheme = "http";
    private String target = "/p";

    Request(String peer) {
      this.peer = peer;
    }

    Request host(String line) {
      host.add(line);
      return this;
    }

    Request forwarded(String line) {
      forwarded.add(line);
      return this;
    }

    Request proto(String line) {
      proto.add(line);
      return this;
    }

    Request forwardedHost(String line) {
      forwardedHost.add(line);
      return this;
    }

    Request port(String line) {
      port.add(line);
      return this;
    }

    Request scheme(String value) {
      scheme = value;
      return this;
    }

    Request target(String value) {
      target = value;
      return this;
    }

    Arrival build() {
      return new Arrival(
          peer, scheme, "server.local", 8080, host, forwarded, proto, forwardedHost, port, target);
    }
  }
}

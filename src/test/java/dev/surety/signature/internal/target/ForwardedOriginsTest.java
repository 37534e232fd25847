package dev.surety.signature.internal.target;

import static dev.surety.signature.internal.target.Arrivals.PROXY;
import static dev.surety.signature.internal.target.Arrivals.Request;
import static dev.surety.signature.internal.target.Arrivals.STRANGER;
import static dev.surety.signature.internal.target.Arrivals.assertRefused;
import static dev.surety.signature.internal.target.Arrivals.assertTarget;
import static dev.surety.signature.internal.target.Arrivals.listed;
import static dev.surety.signature.internal.target.Arrivals.open;
import static dev.surety.signature.internal.target.Arrivals.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.internal.target.Origins.Absolute;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What forwarded fields say of an origin, and whose count. */
class ForwardedOriginsTest {

  private static final int ROUNDS = Integer.getInteger("surety.fuzz", 20_000);

  private static final long SEED = Long.getLong("surety.fuzz.seed", System.nanoTime());

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

  /** A pattern for the blanks at the end would take seconds. */
  @Test
  @Timeout(20)
  void forwardedWithManyBlanks_isReadAtOnce() {
    String blanks = " ".repeat(200_000);
    assertTarget(
        open(),
        request(PROXY).host("i").forwarded("proto=https;host=a.b" + blanks),
        "https://a.b/p");
    assertRefused(open(), request(PROXY).host("i").forwarded("for=1.2.3.4" + blanks + ";host=a.b"));
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
}

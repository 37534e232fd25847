package dev.surety.signature;

import static dev.surety.signature.partner.Partners.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.partner.Partners;
import dev.surety.testing.RawHttp.Reply;
import java.net.URI;
import java.util.Locale;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request on the wire reaches the verifier, and what the servers keep to themselves. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class WireIT {

  private static final boolean PAYARA = "payara".equals(System.getProperty("arquillian.launch"));

  @ArquillianResource URI base;
  private Partners partners;

  @Deployment(testable = false)
  static WebArchive archive() {
    return Partners.war("wire.war").build();
  }

  @BeforeEach
  void enter() {
    partners = new Partners(base);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?a=b&a=%2f",
        "?a?b",
        "?;jsessionid=1",
        ";v=1",
        "/;v=1/x;w=2",
        "/a%2Fb",
        "/a%2eb",
        "/%7e%41",
        "/a+b%20c",
        "//x",
        "/./x",
        "/x/../y",
        "/%2e%2e/raw"
      })
  void requestTarget_isSeenAsItWasSent(String rest) {
    String target = partners.path("partner/raw") + rest;
    assertThat(get(target, "").status()).isEqualTo(200);
    assertThat(partners.seen()).contains("GET http://" + partners.authority() + target + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/\u00c3\u00a9", "?q=\u00c3\u00a9", "?a#b", "/|", "?%zz"})
  void targetThatIsNoUri_isSeenAsItWasSent_orNeverArrives(String rest) {
    String target = partners.path("partner/raw") + rest;
    Reply reply = get(target, "");
    if (PAYARA) {
      String seen = rest.contains("#") ? "" : "http://" + partners.authority() + target;
      assertThat(partners.seen()).contains("GET " + seen + "\n");
    } else {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(partners.seen()).isEqualTo("nothing");
    }
  }

  @Test
  void pathWithABrokenEscape_reachesNoMethod() {
    assertThat(get(partners.path("partner/raw/%zz"), "").text()).doesNotEndWith("raw");
    assertThat(partners.seen()).isEqualTo("nothing");
  }

  /** Neither server tells an empty query from none, so the gate tries both. */
  @Test
  void trailingQuestionMark_isNotSeen() {
    String target = partners.path("partner/raw");
    get(target + "?", "");
    assertThat(partners.seen()).contains("GET http://" + partners.authority() + target + "\n");
  }

  /** WildFly takes the first one for part of the mark before it: who signs two is refused. */
  @Test
  void questionMarkThatBeginsTheQuery_isSeenOnPayaraOnly() {
    String target = partners.path("partner/raw");
    get(target + "??a=b", "");
    assertThat(partners.seen())
        .contains("GET http://" + partners.authority() + target + (PAYARA ? "??a=b\n" : "?a=b\n"));
  }

  @Test
  void methodInLowerCase_isSeenAsSent_orNeverArrives() {
    Reply reply =
        partners.send("get", partners.path("partner/raw"), line("X-Decide", "passed"), "");
    if (PAYARA) {
      assertThat(reply.status()).isEqualTo(405);
    } else {
      assertThat(partners.seen()).contains("get http://");
    }
  }

  /** Payara takes a session's id out of the path: who signs one is refused. */
  @Test
  void sessionIdInThePath_isSeenOnWildFlyOnly() {
    String target = partners.path("partner/raw/x");
    get(target + ";jsessionid=1", "");
    assertThat(partners.seen())
        .contains(
            "GET http://" + partners.authority() + target + (PAYARA ? "\n" : ";jsessionid=1\n"));
  }

  @Test
  void absoluteForm_isSeenAsItsPath() {
    String target = "http://" + partners.authority() + partners.path("partner/raw") + "?x=1";
    get(target, "");
    assertThat(partners.seen()).contains("GET " + target + "\n");
  }

  /** The request target goes before the Host line (RFC 9112, 3.2.2). */
  @Test
  void absoluteFormOfAnotherHost_isSeenAsThatHost_orNeverArrives() {
    String target = "http://other.example" + partners.path("partner/raw");
    Reply reply = get(target, "");
    if (PAYARA) {
      assertThat(partners.seen()).contains("GET " + target + "\n").contains(": other.example\n");
    } else {
      assertThat(reply.status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Signature",
        "Signature-Input",
        "Content-Digest",
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "Authorization",
        "X-Any"
      })
  void repeatedLines_areSeenApart_inTheirOrder(String name) {
    post(line(name, "a, b") + line(name.toLowerCase(Locale.ROOT), "c"));
    assertThat(partners.seen())
        .containsIgnoringCase(
            line(name, "a, b").replace("\r", "") + line(name, "c").replace("\r", ""));
  }

  /** JAX-RS on Payara refuses the request itself. */
  @Test
  void repeatedContentType_isSeenTwice_orRefused() {
    Reply reply = post(line("Content-Type", "text/plain") + line("Content-Type", "text/html"));
    if (PAYARA) {
      assertThat(reply.status()).isEqualTo(400);
    } else {
      assertThat(partners.seen()).contains("Content-Type: text/plain\nContent-Type: text/html\n");
    }
  }

  /** WildFly refuses the request itself. */
  @Test
  void repeatedHost_isSeenTwice_orRefused() {
    Reply reply = post(line("Host", "other.example"));
    if (PAYARA) {
      assertThat(partners.seen())
          .contains("POST \n")
          .contains("host: " + partners.authority() + "\nhost: other.example\n");
    } else {
      assertThat(reply.status()).isEqualTo(400);
    }
  }

  /** WildFly joins the lines as RFC 9113, 8.2.3 does. */
  @Test
  void repeatedCookie_isSeenTwice_orJoined() {
    post(line("Cookie", "a=b") + line("Cookie", "c=d"));
    assertThat(partners.seen())
        .contains(PAYARA ? "cookie: a=b\ncookie: c=d\n" : "Cookie: a=b; c=d\n");
  }

  @Test
  void bytesBeyondAscii_areSeenAsIso88591_orRefused() {
    Reply reply = post(line("X-Any", "\u00e9\u00ff"));
    if (PAYARA) {
      assertThat(reply.status()).isEqualTo(400);
    } else {
      assertThat(partners.seen()).contains("X-Any: \u00e9\u00ff\n");
    }
  }

  @Test
  void emptyValuesAndFoldedLines_areSeen() {
    post("X-Any:\r\nX-Any: \r\nX-Folded: one\r\n two\r\n");
    assertThat(partners.seen())
        .containsIgnoringCase("X-Any: \nX-Any: \n")
        .containsIgnoringCase("X-Folded: one two\n");
  }

  @Test
  void requestWithoutHost_hasTheServersOwn() {
    partners.send(
        "GET "
            + partners.path("partner/raw")
            + " HTTP/1.0\r\n"
            + line("X-Name", partners.name())
            + line("X-Decide", "passed")
            + "\r\n");
    String host = PAYARA ? partners.authority() : "default-host:";
    assertThat(partners.seen()).contains("GET http://" + host);
  }

  /** Of a repeated trailer the servers keep one line. */
  @Test
  void trailers_areSeen() {
    partners.send(
        "POST",
        partners.path("partner/raw"),
        line("Transfer-Encoding", "chunked")
            + line("Trailer", "X-Late")
            + line("X-Decide", "passed"),
        "3\r\nabc\r\n0\r\nX-Late: 1\r\n\r\n");
    assertThat(partners.seen()).containsIgnoringCase("trailer x-late: 1\n").contains("body abc\n");
  }

  @Test
  void forwardedRequest_isSeenAsItsClientSentIt() {
    String target = partners.path("partner/anywhere") + "?x=1";
    get(target, line("X-Detour", "forward"));
    assertThat(partners.seen()).contains("GET http://" + partners.authority() + target + "\n");
  }

  @Test
  void whatAServletFilterShows_isNotSeen() {
    post(line("X-Detour", "wrap") + line("X-Wrapped", "sent"));
    assertThat(partners.seen()).contains("sent").doesNotContain("forged");
  }

  @Test
  void headRequest_isSeenAsSuch() {
    Reply reply =
        partners.send("HEAD", partners.path("partner/raw"), line("X-Decide", "passed"), "");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(partners.seen()).contains("HEAD http://");
  }

  @Test
  void methodThatAFilterChanged_isRefused() {
    Reply reply = get(partners.path("partner/raw"), line("X-Detour", "override"));
    assertThat(reply.status()).isEqualTo(503);
    assertThat(partners.seen()).isEqualTo("nothing");
  }

  private Reply get(String target, String lines) {
    return partners.send("GET", target, line("X-Decide", "passed") + lines, "");
  }

  private Reply post(String lines) {
    return partners.post("partner/raw", line("X-Decide", "passed") + lines, "");
  }
}

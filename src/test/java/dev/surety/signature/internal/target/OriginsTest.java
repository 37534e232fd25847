package dev.surety.signature.internal.target;

import static dev.surety.signature.internal.target.Arrivals.STRANGER;
import static dev.surety.signature.internal.target.Arrivals.assertRefused;
import static dev.surety.signature.internal.target.Arrivals.assertTarget;
import static dev.surety.signature.internal.target.Arrivals.listed;
import static dev.surety.signature.internal.target.Arrivals.open;
import static dev.surety.signature.internal.target.Arrivals.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.signature.internal.target.Origins.Refusal;
import dev.surety.signature.internal.target.Origins.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

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
}

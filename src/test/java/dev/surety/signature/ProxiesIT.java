package dev.surety.signature;

import static dev.surety.signature.shop.Parcel.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.shop.Letter;
import dev.surety.signature.shop.Parcel;
import dev.surety.signature.shop.PartnerKey;
import dev.surety.signature.shop.SignedShop;
import dev.surety.testing.RawHttp.Reply;
import dev.surety.testing.TestWar;
import java.net.URI;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that come over plain HTTP from a proxy that ended TLS, and from one that pretends. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ProxiesIT {

  private static final String TRUSTED = "127.0.0.7";
  private static final String STRANGER = "127.0.0.8";
  private static final String INVALID = "request_signature_invalid";
  private static final String MALFORMED = "request_target_uri_malformed";

  private static final PartnerKey KEY = PartnerKey.ed25519("key-1");

  @ArquillianResource URI base;

  @Deployment(testable = false)
  static WebArchive archive() {
    return TestWar.named("proxies.war")
        .config(
            Map.of(
                "surety.signature.verifiers",
                "other",
                "surety.signature.verifier.other.key-sets",
                "one",
                "surety.signature.key-sets",
                "one",
                "surety.signature.key-set.one.jwks",
                PartnerKey.set(KEY),
                "surety.signature.trusted-proxies",
                TRUSTED,
                "surety.signature.public-origins",
                "https://api.example.com,https://shop.example:8443,http://plain.example"))
        .classes(SignedShop.class)
        .build();
  }

  @Test
  void proxyThatEndsTls_andPassesTheHostOn_isSeenThroughByThePublicOrigin() {
    assertThat(code(from(STRANGER, signed("https://api.example.com")))).isEqualTo("200");
    assertThat(code(from(TRUSTED, signed("https://api.example.com")))).isEqualTo("200");
    assertThat(code(from(STRANGER, signed("https://shop.example:8443")))).isEqualTo("200");
    assertThat(code(from(STRANGER, signed("http://plain.example")))).isEqualTo("200");
  }

  @Test
  void signatureForAnotherSchemeThanThePublicOrigins_isInvalid() {
    assertThat(code(from(TRUSTED, signed("http://api.example.com")))).isEqualTo(INVALID);
    assertThat(code(from(TRUSTED, signed("https://plain.example")))).isEqualTo(INVALID);
  }

  @Test
  void hostThatIsNoPublicOrigin_isRefused() {
    assertThat(code(from(TRUSTED, signed("https://other.example")))).isEqualTo(MALFORMED);
    Parcel direct = new Letter("POST", base + "api/signed", "x").signedBy(KEY);
    assertThat(code(direct.send())).isEqualTo(MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    "Forwarded,proto=https;host=api.example.com,",
    "Forwarded,host=\"api.example.com:443\";proto=https,",
    "X-Forwarded-Host,api.example.com,https",
    "X-Forwarded-Host,API.example.com,https"
  })
  void forwardedFieldsOfATrustedProxy_count_andAStrangersDoNot(
      String name, String value, String proto) {
    assertThat(code(from(TRUSTED, inside(name, value, proto)))).isEqualTo("200");
    assertThat(code(from(STRANGER, inside(name, value, proto)))).isEqualTo(MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    "Forwarded,proto=http;host=plain.example",
    "X-Forwarded-Host,plain.example",
    "X-Forwarded-Proto,http",
    "X-Forwarded-Port,8443"
  })
  void forwardedFieldsOfAStranger_changeNothing(String name, String value) {
    Parcel parcel = signed("https://api.example.com").with(name, value);
    assertThat(code(from(STRANGER, parcel))).isEqualTo("200");
    assertThat(code(from(TRUSTED, signed("https://api.example.com").with(name, value))))
        .isNotEqualTo("200");
  }

  @Test
  void forwardedHostThatIsNoPublicOrigin_isRefused_alsoOfATrustedProxy() {
    Parcel parcel = inside("X-Forwarded-Host", "evil.example", "https");
    assertThat(code(from(TRUSTED, parcel))).isEqualTo(MALFORMED);
  }

  /** Signed for the public origin, with the Host that the proxy calls the server by. */
  private Parcel inside(String name, String value, String proto) {
    Parcel parcel = signed("https://api.example.com").at(base + "api/signed").with(name, value);
    return proto == null ? parcel : parcel.with("X-Forwarded-Proto", proto);
  }

  private Parcel signed(String origin) {
    String path = base.getPath() + "api/signed";
    return new Letter("POST", origin + path, "hello").signedBy(KEY);
  }

  private Reply from(String peer, Parcel parcel) {
    return parcel.sendTo(URI.create("http://127.0.0.1:" + base.getPort()), peer);
  }
}

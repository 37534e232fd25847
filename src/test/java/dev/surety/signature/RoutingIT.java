package dev.surety.signature;

import static dev.surety.signature.shop.Parcel.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.shop.Letter;
import dev.surety.signature.shop.Parcel;
import dev.surety.signature.shop.PartnerKey;
import dev.surety.signature.shop.Routes;
import dev.surety.testing.RawHttp.Reply;
import dev.surety.testing.TestWar;
import java.net.URI;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was signed is what runs, however the path is spelled on the wire. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RoutingIT {

  private static final PartnerKey KEY = PartnerKey.ed25519("key-1");

  @ArquillianResource URI base;

  @Deployment(testable = false)
  static WebArchive archive() {
    return TestWar.named("routes.war")
        .config(
            Map.of(
                "surety.signature.key-sets",
                "one",
                "surety.signature.key-set.one.jwks",
                PartnerKey.set(KEY)))
        .classes(Routes.class)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "orders, transfer/%2e%2e/orders, orders",
    "orders, transfer/../orders, orders",
    "orders, transfer/.%2E/orders, orders",
    "orders, orders/./5/../, any",
    "special, %73pecial, special",
    "special, s%70ecial, special",
    "%C3%BC, %c3%bc, any ü"
  })
  void otherSpellingOfASignedPath_runsWhatWasSigned_orNothing(
      String signed, String sent, String runs) {
    Parcel parcel = new Letter("POST", url(signed), "hello").signedBy(KEY);
    Reply reply = parcel.at(url(sent)).send();
    if (reply.status() == 200) {
      assertThat(body(reply)).isEqualTo(runs);
    } else {
      assertThat(reply.status()).isIn(400, 401, 404);
    }
  }

  @ParameterizedTest
  @CsvSource({"orders/5/cancel/..", "orders/5/cancel/%2e%2e", "../../elsewhere"})
  void unsignedRequestByAnySpelling_isNotAnsweredAsDone(String sent) {
    Reply reply = new Letter("POST", url(sent), "hello").unsigned().send();
    assertThat(reply.status()).as(reply.text()).isGreaterThanOrEqualTo(400);
  }

  private String url(String path) {
    return base.resolve("api/routes/") + path;
  }
}

package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Shop;
import dev.surety.idempotency.shop.ShopTest;
import dev.surety.idempotency.shop.TwiceFilter;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One servlet request that reaches its method twice. */
class SecondPassIT extends ShopTest {

  @Deployment
  static WebArchive archive() {
    return Shop.war("second-pass.war").classes(TwiceFilter.class).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exactly?as=text", "atleast?as=text"})
  void secondPassOfARequest_causesNoSecondEffect(String path) {
    HttpResponse<String> twice =
        shop.send(shop.request(path, name, name).header("X-Twice", "please"));
    assertThat(twice.statusCode()).isEqualTo(200);
    assertThat(Shop.effects(name)).isEqualTo(1);
    assertReplayed(shop.post(path, name, name));
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  private static void assertReplayed(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Idempotency-Replayed")).hasValue("true");
  }
}

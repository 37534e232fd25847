package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Shop;
import dev.surety.idempotency.shop.ShopTest;
import dev.surety.idempotency.shop.TransactionFilter;
import dev.surety.idempotency.shop.TwiceFilter;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application's servlet filters do around guarded methods. */
class ServletFiltersIT extends ShopTest {

  @Deployment(testable = false)
  static WebArchive archive() {
    return Shop.war("servlet-filters.war")
        .classes(TwiceFilter.class, TransactionFilter.class)
        .build();
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

  @ParameterizedTest
  @ValueSource(strings = {"exactly?as=text", "ejb?as=text"})
  void requestInsideAFiltersTransaction_isRefusedBeforeItRuns(String path) {
    HttpResponse<String> inside =
        shop.send(shop.request(path, name, name).header("X-Transaction", "please"));
    assertProblem(inside, 503, "unavailable");
    assertThat(Shop.effects(name)).isZero();
    assertFirst(shop.post(path, name, name), 200);
  }

  private static void assertReplayed(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Idempotency-Replayed")).hasValue("true");
  }
}

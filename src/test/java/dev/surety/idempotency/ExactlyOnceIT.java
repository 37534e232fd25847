package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Shop;
import java.net.URI;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Effect and answer in one commit, on every way out of a handler. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ExactlyOnceIT {

  @ArquillianResource URI base;
  private Shop shop;

  @Deployment
  static WebArchive archive() {
    return Shop.war("exactly.war").build();
  }

  @BeforeEach
  void openShop() {
    shop = new Shop(base);
  }

  @Test
  void secondRequestWithSameKey_seesReplay() {
    String name = Shop.unique();
    HttpResponse<String> first = shop.post("exactly?as=created", name, name);
    HttpResponse<String> second = shop.post("exactly?as=created", name, name);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }
}

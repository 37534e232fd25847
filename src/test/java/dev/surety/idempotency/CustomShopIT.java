package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.CustomShop;
import dev.surety.idempotency.shop.Shop;
import dev.surety.idempotency.shop.ShopTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What configuration and the application's own beans change. */
class CustomShopIT extends ShopTest {

  @Deployment(testable = false)
  static WebArchive archive() {
    return Shop.war("custom.war")
        .classes(CustomShop.class)
        .config(Map.of("surety.idempotency.guard", "post-and-patch"))
        .config(Map.of("surety.idempotency.anonymous", "allow"))
        .config(Map.of("surety.idempotency.key-header", "X-Request-Key"))
        .config(Map.of("surety.idempotency.hashed-headers", "X-Hashed"))
        .config(Map.of("surety.idempotency.max-inserts-per-minute", "40"))
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"custom", "described"})
  void setting_guardsEveryPostThatBringsAKey(String path) {
    HttpResponse<String> first = send(path, name, "carol");
    assertFirst(first, 200);
    assertReplay(send(path, name, "carol"), first);
    assertThat(Shop.effects(name)).isEqualTo(1);
    assertFirst(shop.withoutKey(path, name), 200);
    assertFirst(shop.withoutKey(path, name), 200);
    assertThat(Shop.effects(name)).isEqualTo(3);
  }

  @Test
  void setting_guardsWhatAnInterfaceDescribes_whereTheServerServesIt() {
    HttpResponse<String> first = send("all-described", name, "carol");
    if ("payara".equals(System.getProperty("arquillian.launch"))) {
      // Jersey takes the interface itself for the resource, and cannot make one.
      assertThat(Shop.effects(name)).isZero();
    } else {
      assertFirst(first, 200);
      assertReplay(send("all-described", name, "carol"), first);
    }
  }

  @Test
  void setting_leavesPutToItsAnnotation() {
    assertFirst(shop.send(keyed("custom", name, "carol").PUT(Shop.body(name))), 200);
    assertFirst(shop.send(keyed("custom", name, "carol").PUT(Shop.body(name))), 200);
    assertThat(Shop.effects(name)).isEqualTo(2);
  }

  @Test
  void keyHeader_hasTheConfiguredName() {
    assertProblem(shop.post("exactly?as=text", name, name), 400, "idempotency-key-missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "throw"})
  void scopeThatIsRefused_isUnauthorised(String caller) {
    assertProblem(send("custom", name, caller), 401, "identity-required");
    assertThat(Shop.effects(name)).isZero();
  }

  @Test
  void callersOfOtherScopes_doNotMeet() {
    assertFirst(send("custom", name, "carol"), 200);
    assertFirst(send("custom", name, "dave"), 200);
    assertThat(Shop.effects(name)).isEqualTo(2);
  }

  @Test
  void anonymousCaller_needsAKeyOf16Characters() {
    String key = name.replace("-", "");
    assertProblem(send("custom", key.substring(0, 15), "nobody"), 400, "idempotency-key-invalid");
    assertFirst(send("custom", key.substring(0, 16), "nobody"), 200);
    assertFirst(send("custom", key.substring(0, 15), "carol"), 200);
  }

  @Test
  void hashedHeader_isPartOfTheRequest() {
    assertFirst(shop.send(keyed("custom", name, "carol").header("X-Hashed", "a")), 200);
    assertProblem(
        shop.send(keyed("custom", name, "carol").header("X-Hashed", "b")), 422, "key-conflict");
  }

  @Test
  void callerWithTooManyNewKeys_isToldWhenToComeAgain() {
    HttpResponse<String> response = send("custom", name + 0, name);
    for (int i = 1; i <= 100 && response.statusCode() == 200; i++) {
      response = send("custom", name + i, name);
    }
    assertProblem(response, 429, "limit-exceeded");
    assertThat(response.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
    // More where a minute has ended meanwhile.
    assertThat(Shop.effects(name)).isBetween(40L, 80L);
    assertThat(send("custom", name + 0, name).headers().firstValue("Idempotency-Replayed"))
        .hasValue("true");
    assertFirst(send("custom", name, "carol"), 200);
  }

  private HttpResponse<String> send(String path, String key, String caller) {
    return shop.send(keyed(path, key, caller));
  }

  private HttpRequest.Builder keyed(String path, String key, String caller) {
    return shop.request(path, "unused", name)
        .header("X-Request-Key", key)
        .header("X-Scope", caller);
  }
}

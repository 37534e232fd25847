package dev.surety.idempotency.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client of a deployed shop, with a key and an effect name of each test's own. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public abstract class ShopTest {

  @ArquillianResource protected URI base;
  protected Shop shop;
  protected String name;

  @BeforeEach
  void enter() {
    shop = new Shop(base);
    name = Shop.unique();
  }

  /** A request with the test's key and effect. */
  protected HttpRequest.Builder request(String path) {
    return shop.request(path, name, name);
  }

  protected HttpResponse<String> post(String path) {
    return shop.post(path, name, name);
  }

  protected static void assertReplay(HttpResponse<String> replay, HttpResponse<String> first) {
    assertThat(replay.statusCode()).isEqualTo(first.statusCode());
    assertThat(replay.body()).isEqualTo(first.body());
    assertThat(replay.headers().firstValue("Content-Type"))
        .isEqualTo(first.headers().firstValue("Content-Type"));
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(replay.headers().firstValue("Idempotency-Replayed")).hasValue("true");
  }

  protected static void assertFirst(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Idempotency-Replayed")).isEmpty();
  }

  /** A problem document that tells nothing of key and payload. */
  protected void assertProblem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .isEqualTo("application/problem+json");
    assertThat(response.body())
        .contains("\"type\":\"https://surety.dev/problems/" + type + "\"")
        .contains("\"status\":" + status)
        .doesNotContain(name);
    if (status == 503) {
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
  }
}

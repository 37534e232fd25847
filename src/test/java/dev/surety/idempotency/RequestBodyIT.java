package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Shop;
import dev.surety.idempotency.shop.ShopTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is read once and stays readable, and two bodies are the same or not. */
class RequestBodyIT extends ShopTest {

  private static final int LIMIT = 10_000;

  @Deployment(testable = false)
  static WebArchive archive() {
    return Shop.war("body.war").build();
  }

  @Test
  void formParameters_stayReadable() {
    HttpResponse<String> first = form("guarded/form", "name=" + name + "&more=a%20b&more=%C3%BC");
    assertFirst(first, 200);
    assertThat(first.body()).isEqualTo(name + "[a b, ü]");
    assertReplay(form("guarded/form", "name=" + name + "&more=a%20b&more=%C3%BC"), first);
    assertProblem(form("guarded/form", "name=" + name + "&more=a"), 422, "key-conflict");
  }

  @Test
  void formParametersBesideAQuery_stayReadable() {
    HttpResponse<String> first = form("guarded/form?x=1&more=q", "name=" + name + "&more=a");
    assertFirst(first, 200);
    assertThat(first.body()).isEqualTo(name + "[a]");
  }

  @Test
  void formAsAnEntity_staysReadable() {
    HttpResponse<String> first = form("guarded/form-map", "name=" + name + "&more=a&more=b");
    assertThat(first.body()).isEqualTo(name + "[a, b]");
  }

  @Test
  void multipartBody_isReadableAndTheSameUnderAnotherBoundary() {
    HttpResponse<String> first = parts("one", name);
    assertFirst(first, 200);
    assertThat(first.body()).isEqualTo("name=" + name + ";");
    assertReplay(parts("another", name), first);
    assertProblem(parts("one", name + "!"), 422, "key-conflict");
  }

  @Test
  void bodyOverTheLimit_isRefusedBeforeAnyReservation() {
    String large = "x".repeat(LIMIT + 1);
    assertProblem(shop.post("exactly?as=text", name, large), 413, "request-body-too-large");
    HttpRequest.Builder chunked =
        request("exactly?as=text").POST(Shop.chunks(large.getBytes(Shop.UTF_8)));
    assertProblem(shop.send(chunked), 413, "request-body-too-large");
    // The key is not bound to anything.
    assertFirst(shop.post("exactly?as=text", name, "x".repeat(LIMIT)), 200);
  }

  @Test
  void jsonSpelledDifferently_isTheSameRequest() {
    HttpResponse<String> first = json("{\"a\":1,\"b\":[true,null],\"sent\":1}");
    assertFirst(first, 200);
    assertReplay(json("{ \"b\" : [true, null], \"a\": 1.0 , \"sent\":2}"), first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":2}", "{\"a\":1,\"b\":null}", "{}", "[1]"})
  void jsonThatSaysSomethingElse_isAConflict(String other) {
    assertFirst(json("{\"a\":1}"), 200);
    assertProblem(json(other), 422, "key-conflict");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":2}", "\"\\ud800\"", "9007199254740993", "{broken", "1 2"})
  void jsonWithoutACanonicalForm_isABadRequest(String body) {
    assertProblem(json(body), 400, "request-body-invalid");
  }

  @Test
  void jsonNestedOver64Deep_isABadRequest() {
    assertFirst(json("[".repeat(64) + "]".repeat(64)), 200);
    name = Shop.unique();
    assertProblem(json("[".repeat(65) + "]".repeat(65)), 400, "request-body-invalid");
  }

  private HttpResponse<String> form(String path, String body) {
    return send(path, "application/x-www-form-urlencoded", body);
  }

  private HttpResponse<String> json(String body) {
    return send("guarded/json", "application/json", body);
  }

  private HttpResponse<String> parts(String boundary, String content) {
    String body =
        "--%1$s\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n%2$s\r\n--%1$s--\r\n"
            .formatted(boundary, content);
    return send("guarded/parts", "multipart/form-data; boundary=" + boundary, body);
  }

  private HttpResponse<String> send(String path, String type, String body) {
    return shop.send(shop.request(path, name, body).setHeader("Content-Type", type));
  }
}

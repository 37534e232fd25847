package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Shop;
import dev.surety.idempotency.shop.ShopTest;
import dev.surety.testing.RawHttp;
import dev.surety.testing.TestUsers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who is asked before a key is looked up, what a key is, and when two requests are the same.
 *
 * <p>Payara judges the roles by itself before any filter of an application, and answers in HTML.
 */
class RequestOrderIT extends ShopTest {

  @Deployment(testable = false)
  static WebArchive archive() {
    return Shop.war("order.war").build();
  }

  @Test
  void callerWithoutTheRole_isForbidden() {
    HttpRequest.Builder mallory =
        request("guarded?as=text").setHeader("Authorization", TestUsers.basic("mallory"));
    assertRefused(shop.send(mallory), 403);
    assertThat(Shop.effects(name)).isZero();
  }

  @Test
  void unknownCallerOfAMethodWithRoles_isUnauthorised() {
    assertRefused(shop.anonymous("guarded?as=text", name, name), 401);
  }

  @Test
  void callerWhoseRoleWasRevoked_isForbiddenAndDoesNotSeeTheOldAnswer() {
    assertFirst(post("guarded?as=text"), 200);
    HttpResponse<String> later = shop.send(request("guarded?as=text").header("X-Revoked", "yes"));
    assertRefused(later, 403);
    assertThat(post("guarded?as=text").headers().firstValue("Idempotency-Replayed")).isPresent();
  }

  @Test
  void denyAllOnTheMethod_winsOverRolesOnTheClass() {
    assertRefused(post("guarded/nobody"), 403);
  }

  @Test
  void permitAllOnTheMethod_winsOverRolesOnTheClass() {
    HttpRequest.Builder mallory =
        request("guarded/everybody").setHeader("Authorization", TestUsers.basic("mallory"));
    assertFirst(shop.send(mallory), 200);
  }

  @Test
  void callerWithoutIdentity_isUnauthorised() {
    assertRefused(shop.anonymous("guarded/everybody", name, name), 401);
    assertProblem(shop.anonymous("exactly?as=text", name, name), 401, "identity-required");
    assertThat(Shop.effects(name)).isZero();
  }

  @Test
  void twoCallersWithTheSameKey_doNotMeet() {
    HttpRequest.Builder bob =
        request("guarded?as=text").setHeader("Authorization", TestUsers.basic("bob"));
    assertFirst(post("guarded?as=text"), 200);
    assertFirst(shop.send(bob), 200);
    assertThat(Shop.effects(name)).isEqualTo(2);
  }

  @Test
  void twoOperationsWithTheSameKey_doNotMeet() {
    assertFirst(post("guarded?as=text"), 200);
    assertFirst(post("guarded/everybody"), 200);
    assertFirst(shop.put("guarded/items/1", name, name), 200);
    assertFirst(shop.send(request("guarded/items/1").method("PATCH", Shop.body(name))), 200);
  }

  @Test
  void twoMethodsOfOneNamedOperation_shareItsKeys() {
    assertFirst(post("guarded/named"), 200);
    assertProblem(post("guarded/named/again"), 422, "key-conflict");
  }

  @Test
  void classAnnotation_guardsWritesAndLeavesReads() {
    HttpResponse<String> put = shop.put("guarded/items/1", name, name);
    assertFirst(put, 200);
    assertReplay(shop.put("guarded/items/1", name, name), put);
    HttpRequest.Builder delete = request("guarded/items/" + name).DELETE();
    HttpResponse<String> deleted = shop.send(delete);
    assertReplay(shop.send(delete), deleted);
    HttpRequest.Builder read = request("guarded").GET();
    assertFirst(shop.send(read), 200);
    assertFirst(shop.send(read), 200);
  }

  @Test
  void quotedAndBareKey_areTheSame() {
    HttpResponse<String> bare = post("guarded?as=text");
    HttpRequest.Builder quoted =
        request("guarded?as=text").setHeader("Idempotency-Key", "  \"" + name + "\" ");
    assertReplay(shop.send(quoted), bare);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "'   '", "\"\"", "\"open", "a b"})
  void malformedKey_isABadRequest(String key) {
    String headers = "Content-Type: text/plain\r\nIdempotency-Key: " + key + "\r\n";
    RawHttp.Reply reply =
        new RawHttp(base).post("guarded?as=text", headers, name.getBytes(Shop.UTF_8));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains("idempotency-key-invalid");
    assertThat(Shop.effects(name)).isZero();
  }

  @Test
  void keyOf255Characters_isTakenAndOneMoreIsABadRequest() {
    assertFirst(shop.post("guarded?as=text", name + "k".repeat(255 - name.length()), name), 200);
    assertProblem(
        shop.post("guarded?as=text", name + "k".repeat(256 - name.length()), name),
        400,
        "idempotency-key-invalid");
  }

  @Test
  void repeatedKey_isABadRequest() {
    HttpRequest.Builder twice = request("guarded?as=text").header("Idempotency-Key", name);
    assertProblem(shop.send(twice), 400, "idempotency-key-repeated");
  }

  @Test
  void missingKey_isABadRequestWhereRequired() {
    assertProblem(shop.withoutKey("guarded?as=text", name), 400, "idempotency-key-missing");
  }

  @Test
  void missingKey_passesThroughWhereOptional() {
    assertFirst(shop.withoutKey("guarded/optional", name), 200);
    assertFirst(shop.withoutKey("guarded/optional", name), 200);
    assertThat(Shop.effects(name)).isEqualTo(2);
    HttpResponse<String> guarded = post("guarded/optional");
    assertReplay(post("guarded/optional"), guarded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"guarded?as=created", "guarded?as=text&more=1", "guarded?as=tex%74"})
  void sameKeyWithAnotherQuery_isAConflict(String path) {
    assertFirst(post("guarded?as=text"), 200);
    assertProblem(post(path), 422, "key-conflict");
  }

  @Test
  void sameKeyWithAnotherBodyOrPath_isAConflict() {
    assertFirst(shop.put("guarded/items/1", name, name), 200);
    assertProblem(shop.put("guarded/items/2", name, name), 422, "key-conflict");
    assertProblem(shop.put("guarded/items/1", name, name + " "), 422, "key-conflict");
  }

  @Test
  void contentTypeWithOtherParameters_isTheSameRequest() {
    HttpResponse<String> first = post("guarded?as=text");
    assertReplay(
        shop.send(request("guarded?as=text").setHeader("Content-Type", "text/plain;charset=utf-8")),
        first);
    assertProblem(
        shop.send(request("guarded?as=text").setHeader("Content-Type", "text/csv")),
        422,
        "key-conflict");
  }

  private void assertRefused(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).doesNotContain(name);
    assertThat(response.headers().firstValue("Idempotency-Replayed")).isEmpty();
  }
}

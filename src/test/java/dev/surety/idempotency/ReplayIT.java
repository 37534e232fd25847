package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Shop;
import dev.surety.idempotency.shop.ShopTest;
import dev.surety.testing.RawHttp;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored, what a retry gets back, and what it gets where nothing can be given back. */
class ReplayIT extends ShopTest {

  @Deployment(testable = false)
  static WebArchive archive() {
    return Shop.war("replay.war").build();
  }

  @Test
  void replay_hasTheStoredHeadersAndNoOthers() {
    HttpResponse<String> first = post("guarded?as=created");
    HttpResponse<String> replay = post("guarded?as=created");
    assertReplay(replay, first);
    assertThat(first.headers().map()).containsKeys("Set-Cookie", "X-Dropped", "X-Request-Id");
    for (String stored : List.of("Location", "ETag", "X-Kept", "Content-Type")) {
      assertThat(replay.headers().allValues(stored))
          .isEqualTo(first.headers().allValues(stored))
          .hasSize(1);
    }
    assertThat(replay.headers().map())
        .doesNotContainKeys("Set-Cookie", "X-Dropped", "X-Request-Id");
  }

  @Test
  void responseFiltersThatRunAgain_duplicateNothing() {
    HttpResponse<String> first = post("guarded?as=created");
    HttpResponse<String> replay = post("guarded?as=created");
    assertThat(replay.headers().firstValue("Idempotency-Replayed")).isPresent();
    for (String added : List.of("X-Filtered", "Link")) {
      assertThat(first.headers().allValues(added)).hasSize(1);
      assertThat(replay.headers().allValues(added)).hasSize(1);
    }
  }

  @Test
  void filterThatAnswersInTheMethodsPlace_leavesTheKeyFree() {
    HttpRequest.Builder elsewhere = request("guarded?as=text").header("X-Elsewhere", "yes");
    assertThat(shop.send(elsewhere).statusCode()).isEqualTo(303);
    HttpResponse<String> next = post("guarded?as=text");
    assertThat(next.statusCode()).isEqualTo(200);
    assertThat(next.headers().firstValue("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void bytesAreStored_beforeContentCoding() {
    HttpRequest.Builder compressed = request("guarded?as=text").header("X-Compress", "yes");
    assertThat(shop.bytes(compressed)).startsWith(0x1f, 0x8b);
    HttpResponse<String> replay = post("guarded?as=text");
    assertThat(replay.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(replay.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(replay.body()).isEqualTo("grün für " + name);
    assertThat(shop.bytes(compressed)).startsWith(0x1f, 0x8b);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8",
        "application/xml, application/json;q=0.5",
        "application/json"
      })
  void answerWithoutProduces_isThatOfTheUnguardedMethod(String accept) {
    for (String entity : List.of("order", "text")) {
      HttpResponse<String> unguarded = accepting("bare/" + entity, accept);
      if (unguarded.statusCode() == 200) {
        for (String guard : List.of("bare-exactly/", "bare-atleast/")) {
          HttpResponse<String> first = accepting(guard + entity, accept);
          assertFirst(first, 200);
          assertThat(first.body()).isEqualTo(unguarded.body());
          assertThat(type(first)).isEqualTo(type(unguarded));
          assertReplay(accepting(guard + entity, accept), first);
        }
      }
    }
  }

  /** RESTEasy, left alone, asks no further than the first type and answers 500. */
  @ParameterizedTest
  @ValueSource(strings = {"text/html, */*;q=0.8", "application/xml, application/json;q=0.5", "*/*"})
  void answerWithoutProduces_isWrittenAsTheFirstTypeThatCanBe(String accept) {
    HttpResponse<String> first = accepting("bare-exactly/order", accept);
    assertFirst(first, 200);
    assertThat(type(first)).isEqualTo("application/json");
    assertReplay(accepting("bare-exactly/order", accept), first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deny", "throw"})
  void replayAuthorizer_isAskedBeforeEveryReplay(String judged) {
    assertFirst(post("guarded?as=text"), 200);
    assertProblem(
        shop.send(request("guarded?as=text").header("X-Replay", judged)), 403, "replay-denied");
    assertThat(post("guarded?as=text").headers().firstValue("Idempotency-Replayed")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "guarded, 204, true",
    "guarded, 303, true",
    "guarded, 404, true",
    "guarded, 410, true",
    "guarded, 422, true",
    "guarded, 409, false",
    "guarded, 429, false",
    "guarded, 503, false",
    "guarded/success, 200, true",
    "guarded/success, 303, true",
    "guarded/success, 404, false",
    "guarded/all, 404, true",
    "guarded/all, 401, false",
    "guarded/all, 403, false",
    "guarded/all, 408, false",
    "guarded/all, 425, false",
    "guarded/all, 500, false"
  })
  void policy_decidesByStatus(String path, int status, boolean stored) {
    HttpResponse<String> first = post(path + "?as=status-" + status);
    HttpResponse<String> second = post(path + "?as=status-" + status);
    assertThat(first.statusCode()).isEqualTo(status);
    assertThat(second.statusCode()).isEqualTo(status);
    assertThat(second.headers().firstValue("Idempotency-Replayed").isPresent()).isEqualTo(stored);
  }

  @Test
  void requestInFlight_isToldSoWithin100Milliseconds() {
    CompletableFuture<HttpResponse<String>> slow =
        CompletableFuture.supplyAsync(() -> post("exactly?as=slow"));
    shop.awaitEntry(name);
    // one that waits does so each time, and a machine that stands still does not
    Duration fastest = Duration.ofHours(1);
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      HttpResponse<String> second = post("exactly?as=slow");
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      fastest = took.compareTo(fastest) < 0 ? took : fastest;
      assertProblem(second, 409, "in-flight");
      assertThat(second.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    }
    assertThat(fastest).isLessThan(Duration.ofMillis(100));
    assertProblem(shop.post("exactly?as=slow", name, "another"), 422, "key-conflict");
    shop.open(name);
    assertFirst(slow.join(), 200);
    assertReplay(post("exactly?as=slow"), slow.join());
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @Test
  void answerPastItsTime_isGoneForGood() {
    assertFirst(post("guarded?as=text"), 200);
    Shop.update("SET expires_at = clock_timestamp() - interval '1 second'");
    assertProblem(post("guarded?as=text"), 422, "answer-expired");
    assertProblem(shop.post("guarded?as=text", name, "another"), 422, "key-conflict");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @Test
  void clientThatHangsUp_getsItsAnswerOnRetry() {
    byte[] body = name.getBytes(Shop.UTF_8);
    String headers = "Content-Type: text/plain\r\nIdempotency-Key: " + name + "\r\n";
    new RawHttp(base).postAndHangUp("guarded?as=created", headers, body);
    HttpResponse<String> retry = shop.retry("guarded?as=created", name, name);
    assertThat(retry.statusCode()).isEqualTo(201);
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  private HttpResponse<String> accepting(String path, String accept) {
    return shop.send(request(path).header("Accept", accept));
  }

  /** Without the charset, which Surety adds where Payara leaves it out. */
  private static String type(HttpResponse<String> response) {
    return response.headers().firstValue("Content-Type").orElse("").split(";")[0];
  }
}

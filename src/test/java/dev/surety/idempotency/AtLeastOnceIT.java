package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Shop;
import dev.surety.idempotency.shop.ShopTest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer is stored after the effect, before its first byte goes out. */
class AtLeastOnceIT extends ShopTest {

  @Deployment(testable = false)
  static WebArchive archive() {
    return Shop.war("atleast.war").build();
  }

  @ParameterizedTest
  @CsvSource({
    "atleast?as=created, 201",
    "atleast?as=text, 200",
    "atleast?as=latin, 200",
    "atleast?as=nothing, 204",
    "atleast?as=null, 204",
    "atleast?as=redirect, 303",
    "atleast?as=status-422, 422",
    "atleast?as=throw-mapped, 422",
    "atleast?as=throw-mapped-ok, 200",
    "atleast?as=throw-404, 404",
    "atleast/entity, 200",
    "atleast/stage?as=created, 201",
    "atleast/stage?as=nothing, 204",
    "atleast/stage?as=throw-mapped, 422",
    "atleast/suspended?as=created, 201",
    "atleast/suspended?as=throw-mapped, 422"
  })
  void storedAnswer_isReplayed(String path, int status) {
    HttpResponse<String> first = post(path);
    HttpResponse<String> second = post(path);
    assertFirst(first, status);
    assertReplay(second, first);
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "atleast?as=status-409, 409",
    "atleast?as=status-500, 500",
    "atleast?as=throw, 500",
    "atleast?as=throw-error, 500",
    "atleast?as=throw-409, 409",
    "atleast/stage?as=status-503, 503",
    "atleast/stage?as=throw, 500",
    "atleast/suspended?as=status-503, 503",
    "atleast/suspended?as=throw, 500"
  })
  void answerThatIsNotStored_releases(String path, int status) {
    HttpResponse<String> first = post(path);
    HttpResponse<String> second = shop.retry(path, name, name);
    assertFirst(first, status);
    assertFirst(second, status);
    assertThat(Shop.effects(name)).isEqualTo(2);
  }

  @Test
  void methodThatIsCalledAgain_afterItReturned_isNeverRunAgain() {
    assertProblem(post("atleast/again?as=text"), 409, "answer-not-stored");
    assertProblem(post("atleast/again?as=text"), 409, "answer-not-stored");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @Test
  void methodThatIsCalledAgain_afterItThrewWhatAMapperAnswers_runsAgain_andIsStored() {
    HttpResponse<String> first = post("atleast/again?as=throw-mapped");
    assertFirst(first, 422);
    assertThat(Shop.effects(name)).isEqualTo(2);
    assertReplay(post("atleast/again?as=throw-mapped"), first);
    assertThat(Shop.effects(name)).isEqualTo(2);
  }

  @Test
  void methodThatLeavesItsThreadInterrupted_isStored() {
    assertFirst(post("atleast?as=interrupted"), 200);
    assertThat(post("atleast?as=interrupted").headers().firstValue("Idempotency-Replayed"))
        .hasValue("true");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @Test
  void failedValidationOfTheRequest_isNotStored() {
    assertFirst(post("atleast/validated?as="), 400);
    assertFirst(post("atleast/validated?as="), 400);
    assertThat(Shop.effects(name)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "atleast?as=large",
        "atleast?as=streaming",
        "atleast?as=input-stream",
        "atleast?as=header",
        "atleast?as=encoded",
        "atleast?as=once",
        "atleast/stage?as=large",
        "atleast/events"
      })
  void answerThatCannotBeStored_isNeverRunAgain(String path) {
    HttpResponse<String> first = post(path);
    assertFirst(first, 200);
    assertThat(first.body()).isNotEmpty();
    assertProblem(post(path), 409, "answer-not-stored");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"atleast?as=unwritable", "atleast?as=writer-fails"})
  void answerThatCannotBeWritten_isNeverRunAgain(String path) {
    assertThat(post(path).statusCode()).isEqualTo(500);
    assertProblem(post(path), 409, "answer-not-stored");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"atleast", "atleast/stage", "exactly", "ejb"})
  void runThatWasOvertaken_doesNotShowItsSuccess(String path) {
    CompletableFuture<HttpResponse<String>> overtaken = slow(path);
    Shop.update("SET token = gen_random_uuid()");
    shop.open(name);
    assertProblem(overtaken.join(), 409, "run-lost");
    assertProblem(post(path + "?as=slow"), 409, "in-flight");
  }

  @ParameterizedTest
  @ValueSource(strings = {"atleast", "atleast/stage"})
  void answerThatCouldNotBeStored_isUnavailableAndNotReleased(String path) {
    assertUnavailableWhileLocked(path);
    assertProblem(post(path + "?as=slow"), 409, "in-flight");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exactly", "ejb"})
  void answerThatCouldNotBeStored_isRolledBack_andReleasedWhenTheDatabaseLets(String path) {
    assertUnavailableWhileLocked(path);
    assertThat(Shop.effects(name)).isZero();
    assertFirst(shop.retry(path + "?as=slow", name, name), 200);
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  private void assertUnavailableWhileLocked(String path) {
    CompletableFuture<HttpResponse<String>> locked = slow(path);
    try (AutoCloseable lock = Shop.lockLastKey()) {
      shop.open(name);
      HttpResponse<String> response = locked.join();
      assertProblem(response, 503, "unavailable");
      assertThat(response.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void deadOwner_isTakenOver() {
    CompletableFuture<HttpResponse<String>> dead = slow("atleast");
    Shop.update("SET lease_until = clock_timestamp() - interval '1 second'");
    CompletableFuture<HttpResponse<String>> next = slow("atleast");
    Shop.awaitAttempt(2);
    shop.open(name);
    assertProblem(dead.join(), 409, "run-lost");
    assertFirst(next.join(), 200);
    assertThat(Shop.effects(name)).isEqualTo(2);
  }

  @Test
  void deadOwnerOfAHeldKey_leavesTheOutcomeUnknown() {
    CompletableFuture<HttpResponse<String>> dead = slow("atleast/held");
    Shop.update("SET lease_until = clock_timestamp() - interval '1 second'");
    assertProblem(post("atleast/held?as=slow"), 409, "outcome-unknown");
    shop.open(name);
    // Nobody has decided, and now the outcome is known.
    assertFirst(dead.join(), 200);
    assertReplay(post("atleast/held?as=slow"), dead.join());
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"atleast/context", "exactly/context"})
  void context_tellsTheAttemptAndAKeyForOtherServices(String path) {
    assertThat(post(path).body()).matches("1 false [A-Za-z0-9_-]{43}").doesNotContain(name);
  }

  private CompletableFuture<HttpResponse<String>> slow(String path) {
    CompletableFuture<HttpResponse<String>> response =
        CompletableFuture.supplyAsync(() -> post(path + "?as=slow"));
    shop.awaitEntry(name);
    return response;
  }
}

package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Shop;
import dev.surety.idempotency.shop.ShopTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Effect and answer in one commit, on every way out of a handler. */
class ExactlyOnceIT extends ShopTest {

  @Deployment(testable = false)
  static WebArchive archive() {
    return Shop.war("exactly.war").build();
  }

  @ParameterizedTest
  @CsvSource({
    "exactly?as=created, 201",
    "exactly?as=text, 200",
    "exactly?as=latin, 200",
    "exactly?as=nothing, 204",
    "exactly?as=null, 204",
    "exactly?as=redirect, 303",
    "exactly?as=status-422, 422",
    "exactly/entity, 200",
    "exactly/mine?as=status-404, 404",
    "ejb?as=created, 201",
    "ejb?as=nothing, 204",
    "ejb?as=text, 200"
  })
  void storedAnswer_commitsWithItsEffectAndIsReplayed(String path, int status) {
    HttpResponse<String> first = shop.post(path, name, name);
    HttpResponse<String> second = shop.post(path, name, name);
    assertThat(first.statusCode()).isEqualTo(status);
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(second.statusCode()).isEqualTo(status);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Content-Type"))
        .isEqualTo(first.headers().firstValue("Content-Type"));
    assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exactly?as=interrupted", "ejb?as=interrupted"})
  void methodThatLeavesItsThreadInterrupted_commits(String path) {
    assertThat(shop.post(path, name, name).statusCode()).isEqualTo(200);
    assertThat(shop.post(path, name, name).headers().firstValue("Idempotency-Replayed"))
        .hasValue("true");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @Test
  void methodThatIsCalledAgain_afterItsRunWasUndone_doesNotRun() {
    for (int tries = 0; tries < 2; tries++) {
      HttpResponse<String> response = shop.retry("exactly/again?as=throw", name, name);
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(Shop.effects(name)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"text, 200, grün", "nothing, 204, ''"})
  void methodThatIsCalledAgain_afterItsRunHasCommitted_doesNotRun(
      String as, int status, String body) {
    HttpResponse<String> first = post("exactly/again?as=" + as);
    HttpResponse<String> second = post("exactly/again?as=" + as);
    assertFirst(first, status);
    assertReplay(second, first);
    assertThat(first.body()).startsWith(body);
    assertThat(first.headers().firstValue("Retry-After")).isEmpty();
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 408, 409, 425, 429, 500, 502, 503})
  void returnedStatusThatIsNotStored_rollsBackAndReleases(int status) {
    boolean stored = status == 400;
    HttpResponse<String> first = shop.post("exactly?as=status-" + status, name, name);
    assertThat(first.statusCode()).isEqualTo(status);
    assertThat(first.body()).isEqualTo("status-" + status);
    assertThat(Shop.effects(name)).isEqualTo(stored ? 1 : 0);
    HttpResponse<String> second = shop.post("exactly?as=status-" + status, name, name);
    assertThat(second.statusCode()).isEqualTo(status);
    assertThat(second.headers().firstValue("Idempotency-Replayed").isPresent()).isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource({
    "exactly?as=throw, 500",
    "exactly?as=throw-error, 500",
    "exactly?as=throw-mapped, 422",
    "exactly?as=throw-mapped-ok, 200",
    "exactly?as=throw-404, 404",
    "exactly?as=throw-409, 409",
    "exactly?as=unwritable, 500",
    "exactly?as=writer-fails, 500",
    "exactly?as=rollback-only, 503",
    "exactly?as=doomed-404, 404",
    "exactly?as=doomed-409, 409",
    "exactly?as=doomed-500, 500",
    "exactly?as=refused-at-commit, 503",
    "ejb?as=throw, 500",
    "ejb?as=throw-404, 404",
    "ejb?as=status-500, 500",
    "ejb?as=status-409, 409",
    "ejb?as=unwritable, 500",
    "ejb?as=writer-fails, 500",
    "ejb?as=rollback-only, 503",
    "ejb?as=doomed-409, 409",
    "ejb?as=ejb-rollback-only, 503",
    "by-hand?as=begin, 500"
  })
  void everythingElse_rollsBackAndReleases(String path, int status) {
    HttpResponse<String> first = shop.post(path, name, name);
    HttpResponse<String> second = shop.retry(path, name, name);
    assertThat(first.statusCode()).isEqualTo(status);
    assertThat(second.statusCode()).isEqualTo(status);
    assertThat(second.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(Shop.effects(name)).isZero();
    assertThat(shop.post(path, name, "another").statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exactly?as=swallowed",
        "exactly?as=writer-dooms",
        "ejb?as=swallowed",
        "ejb?as=writer-dooms"
      })
  void returnedAnswerThatCannotCommit_isRolledBackAndSaysSo(String path) {
    assertProblem(post(path), 503, "rolled-back");
    assertProblem(shop.retry(path, name, name), 503, "rolled-back");
    assertThat(Shop.effects(name)).isZero();
  }

  /** Payara lets no response filter see an EJB container's exception, and answers 500. */
  @Test
  void ejbWhoseCommitFails_isRolledBackAndReleased() {
    HttpResponse<String> first = shop.post("ejb?as=refused-at-commit", name, name);
    assertThat(first.statusCode()).isIn(500, 503);
    assertThat(shop.retry("ejb?as=refused-at-commit", name, name).body())
        .doesNotContain("in-flight", "done");
    assertThat(Shop.effects(name)).isZero();
  }

  /**
   * The client cannot know what a COMMIT did whose connection broke; the row can: the key is freed
   * only where its answer did not commit, and its lock is gone.
   */
  @Test
  void commitThatLosesItsConnection_isDecidedByTheRow_andRunsAgain() {
    HttpResponse<String> first = post("exactly?as=cut-at-commit");
    assertProblem(first, 503, "rolled-back");
    assertThat(first.headers().firstValue("Retry-After")).isPresent();
    assertProblem(shop.retry("exactly?as=cut-at-commit", name, name), 503, "rolled-back");
    assertThat(Shop.lastKeyIs("released")).isTrue();
    assertThat(Shop.effects(name)).isZero();
    String next = Shop.unique();
    assertThat(shop.post("exactly?as=created", next, next).statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exactly", "ejb"})
  void lateWriterWhoseRunWasTakenOver_leavesNoEffectOfItsOwn(String path) {
    CompletableFuture<HttpResponse<String>> late = slow(path);
    Shop.update("SET lease_until = clock_timestamp() - interval '1 second'");
    CompletableFuture<HttpResponse<String>> owner = slow(path);
    Shop.awaitAttempt(2);
    shop.open(name);
    assertProblem(late.join(), 409, "run-lost");
    assertFirst(owner.join(), 200);
    assertThat(Shop.effects(name)).isEqualTo(1);
    assertReplay(post(path + "?as=slow"), owner.join());
  }

  private CompletableFuture<HttpResponse<String>> slow(String path) {
    CompletableFuture<HttpResponse<String>> slow =
        CompletableFuture.supplyAsync(() -> post(path + "?as=slow"));
    shop.awaitEntry(name);
    return slow;
  }

  @ParameterizedTest
  @CsvSource({
    "commit, 1",
    "commit-and-begin, 1",
    "commit-and-throw, 1",
    "roll-back, 0",
    "roll-back-and-commit, 1"
  })
  void handlerThatEndsItsTransaction_getsAClearErrorAndIsNotRunAgain(String as, int effects) {
    HttpResponse<String> first = shop.post("by-hand?as=" + as, name, name);
    HttpResponse<String> second = shop.post("by-hand?as=" + as, name, name);
    assertThat(first.statusCode()).isEqualTo(500);
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("answer-not-stored");
    assertThat(Shop.effects(name)).isEqualTo(effects);
  }

  @ParameterizedTest
  @CsvSource({
    "exactly?as=large",
    "exactly?as=streaming",
    "exactly?as=input-stream",
    "exactly?as=header",
    "exactly?as=encoded",
    "exactly?as=once",
    "ejb?as=large",
    "ejb?as=streaming"
  })
  void answerThatCannotBeStored_commitsAndIsNeverRunAgain(String path) {
    HttpResponse<String> first = shop.post(path, name, name);
    HttpResponse<String> second = shop.post(path, name, name);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).isNotEmpty();
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("answer-not-stored");
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @Test
  void failedValidationOfTheRequest_isNotStored() {
    assertThat(shop.post("exactly/validated?as=", name, name).statusCode()).isEqualTo(400);
    HttpResponse<String> second = shop.post("exactly/validated?as=", name, name);
    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(second.headers().firstValue("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void unreadableBody_isNotStored() {
    HttpResponse<String> first = shop.send(json("exactly/unreadable", "{broken"));
    HttpResponse<String> second = shop.send(json("exactly/unreadable", "{broken"));
    assertThat(first.statusCode()).isBetween(400, 500);
    assertThat(second.statusCode()).isEqualTo(first.statusCode());
    assertThat(second.headers().firstValue("Idempotency-Replayed")).isEmpty();
  }

  private HttpRequest.Builder json(String path, String body) {
    return shop.request(path, name, body).setHeader("Content-Type", "application/json");
  }
}

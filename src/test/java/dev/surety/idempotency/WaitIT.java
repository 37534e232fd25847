package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Shop;
import dev.surety.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where it is configured, a request waits for its key's owner and then replays. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class WaitIT {

  private static final int MOST_WAITERS = 5;

  @ArquillianResource URI base;
  private Shop shop;
  private String name;

  @Deployment(testable = false)
  static WebArchive archive() {
    return Shop.war("wait.war")
        .config(
            Map.of(
                "surety.idempotency.wait", "true",
                "surety.idempotency.wait-limit", "PT6S",
                "surety.idempotency.max-waiters", Integer.toString(MOST_WAITERS)))
        .build();
  }

  @BeforeEach
  void openShop() {
    shop = new Shop(base);
    name = Shop.unique();
  }

  @Test
  void waitingRequest_replaysOnceTheOwnerIsDone_andOnesBeyondTheBoundAreToldAtOnce()
      throws InterruptedException {
    CompletableFuture<HttpResponse<String>> owner = slowPost();
    awaitEffectStarted();
    List<CompletableFuture<HttpResponse<String>>> others =
        IntStream.range(0, 2 * MOST_WAITERS).mapToObj(i -> slowPost()).toList();
    // Opened when all have arrived: the ones beyond the bound have their answer.
    while (others.stream().filter(CompletableFuture::isDone).count() < MOST_WAITERS) {
      Thread.sleep(20);
    }
    shop.post("open/gate", Shop.unique(), name);
    assertThat(owner.join().statusCode()).isEqualTo(200);
    long replayed = others.stream().map(CompletableFuture::join).filter(WaitIT::isReplay).count();
    assertThat(replayed).isEqualTo(MOST_WAITERS);
    assertThat(others)
        .allSatisfy(other -> assertThat(other.join().statusCode()).isIn(200, 409))
        .filteredOn(other -> other.join().statusCode() == 409)
        .hasSize(MOST_WAITERS);
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @Test
  void waitThatTakesTooLong_endsInFlight_andOtherRequestsAreUntouched() {
    CompletableFuture<HttpResponse<String>> owner = slowPost();
    awaitEffectStarted();
    long start = System.nanoTime();
    HttpResponse<String> tooLong = slowPost().join();
    assertThat(tooLong.statusCode()).isEqualTo(409);
    assertThat(tooLong.headers().firstValue("Retry-After")).isPresent();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(6));
    HttpResponse<String> other = shop.post("exactly?as=created", Shop.unique(), Shop.unique());
    assertThat(other.statusCode()).isEqualTo(201);
    shop.post("open/gate", Shop.unique(), name);
    assertThat(owner.join().statusCode()).isEqualTo(200);
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  @Test
  void waitingRequest_runsItselfWhenTheOwnerFailed() throws InterruptedException {
    CompletableFuture<HttpResponse<String>> owner = slowPost("exactly?as=slow-fails-once");
    awaitEffectStarted();
    CompletableFuture<HttpResponse<String>> waiter = slowPost("exactly?as=slow-fails-once");
    Thread.sleep(500);
    shop.post("open/gate", Shop.unique(), name);
    assertThat(owner.join().statusCode()).isEqualTo(500);
    assertThat(waiter.join().statusCode()).isEqualTo(200);
    assertThat(isReplay(waiter.join())).isFalse();
    assertThat(Shop.effects(name)).isEqualTo(1);
  }

  private CompletableFuture<HttpResponse<String>> slowPost() {
    return slowPost("exactly?as=slow");
  }

  private CompletableFuture<HttpResponse<String>> slowPost(String path) {
    return CompletableFuture.supplyAsync(
        () -> shop.post(path, name, name), task -> new Thread(task).start());
  }

  /** The effect is not committed before the gate opens, so its key tells that it started. */
  private static void awaitEffectStarted() {
    String running =
        "SELECT count(*) FROM surety_idempotency WHERE application = 'wait' AND state = 'running'";
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (boolean started = false; !started; Thread.sleep(20)) {
        try (ResultSet rows = statement.executeQuery(running)) {
          started = rows.next() && rows.getLong(1) > 0;
        }
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isReplay(HttpResponse<String> response) {
    return response.headers().firstValue("Idempotency-Replayed").isPresent();
  }
}

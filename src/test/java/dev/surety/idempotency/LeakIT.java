package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Shop;
import dev.surety.idempotency.shop.ShopTest;
import dev.surety.testing.RawHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** No way out of a handler keeps a connection or a transaction. */
class LeakIT extends ShopTest {

  private static final int REQUESTS = 1_000;
  private static final int CLIENTS = 4;
  private static final int FREE = 16;

  private static final List<String> ENDINGS =
      List.of(
          "created",
          "text",
          "nothing",
          "null",
          "redirect",
          "status-409",
          "status-422",
          "status-500",
          "large",
          "streaming",
          "input-stream",
          "unwritable",
          "writer-fails",
          "header",
          "throw",
          "throw-error",
          "throw-mapped",
          "throw-mapped-ok",
          "throw-404",
          "throw-409",
          "rollback-only",
          "refused-at-commit",
          "cut-at-commit");

  private static final List<String> PATHS =
      Stream.concat(
              Stream.of("exactly", "atleast", "ejb", "atleast/stage", "atleast/suspended")
                  .flatMap(path -> ENDINGS.stream().map(as -> path + "?as=" + as)),
              Stream.of(
                  "by-hand?as=begin",
                  "by-hand?as=commit",
                  "by-hand?as=roll-back",
                  "by-hand?as=commit-and-begin",
                  "exactly/validated?as=",
                  "exactly/unreadable",
                  "guarded/nobody"))
          .toList();

  @Deployment(testable = false)
  static WebArchive archive() {
    return Shop.war("leak.war").build();
  }

  @Test
  void thousandRequestsOverEveryExitPath_leaveNothingOpen() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        int number = i;
        sent.add(clients.submit(() -> send(number)));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } finally {
      clients.shutdownNow();
    }
    assertNothingIsOpen();
    assertPoolIsWhole();
    assertNothingIsOpen();
  }

  /** Each on a connection of its own: a server may end one that is kept after a failed answer. */
  private void send(int number) {
    String key = name + number;
    String path = PATHS.get(number % PATHS.size());
    String headers = "Content-Type: " + type(path) + "\r\nIdempotency-Key: " + key + "\r\n";
    byte[] body = key.getBytes(Shop.UTF_8);
    RawHttp http = new RawHttp(base);
    // every second round the client is gone before the answer
    if (number / PATHS.size() % 2 == 0) {
      assertThat(http.post(path, headers, body).status()).isBetween(200, 599);
    } else {
      http.postAndHangUp(path, headers, body);
    }
  }

  /** A key is no JSON. */
  private static String type(String path) {
    return path.equals("exactly/unreadable") ? "application/json" : "text/plain";
  }

  private static void assertNothingIsOpen() {
    // Surety's own threads have one for a moment now and then.
    String open = Shop.openTransactions();
    for (int i = 0; i < 50 && !open.isEmpty(); i++) {
      Shop.pause(100);
      open = Shop.openTransactions();
    }
    assertThat(open).isEmpty();
  }

  /** The pool has 20, of which Surety's own threads may have some in hand. */
  private void assertPoolIsWhole() {
    assertThat(shop.post("pool", "", Integer.toString(FREE)).body()).isEqualTo("got " + FREE);
  }
}

package dev.surety.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.shop.Shop;
import dev.surety.idempotency.shop.ShopTest;
import dev.surety.testing.RawHttp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/**
 * Requests that no well-meaning client sends get an answer that the page names.
 *
 * <p>{@code -Dsurety.fuzz=100000} for the slow lane; {@code -Dsurety.fuzz.seed} repeats a run.
 */
class FuzzIT extends ShopTest {

  private static final int REQUESTS = Integer.getInteger("surety.fuzz", 2_000);
  private static final long SEED = Long.getLong("surety.fuzz.seed", System.nanoTime());
  private static final Set<Integer> KNOWN = Set.of(200, 400, 409, 413, 415, 422, 429);

  private static final List<String> PATHS = List.of("guarded/bytes", "guarded/canonical");
  private static final List<String> TYPES =
      List.of(
          "text/plain",
          "application/json",
          "application/json;charset=bogus",
          "multipart/form-data; boundary=b",
          "multipart/form-data",
          "multipart/mixed; boundary=\"b b\"",
          "application/x-www-form-urlencoded",
          "*/*",
          "a/b; c=\"\\\"");
  private static final List<String> FRAGMENTS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"a\"",
          ":",
          ",",
          "1",
          "1e400",
          "-0",
          "9007199254740993",
          "null",
          "\"\\ud800\"",
          "\\u0000",
          "--b",
          "--b--",
          "\r\n",
          "Content-Disposition: form-data",
          "name=\"x\"",
          "a=b&",
          "%zz",
          "%00",
          "ü",
          " ",
          "\t");

  private final Random random = new Random(SEED);

  @Deployment(testable = false)
  static WebArchive archive() {
    return Shop.war("fuzz.war").build();
  }

  @Test
  void anyKeyAndBody_getsAKnownStatus() {
    RawHttp http = new RawHttp(base);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < REQUESTS; i++) {
      String path = PATHS.get(random.nextInt(PATHS.size())) + query();
      String headers = headers();
      byte[] body = body();
      RawHttp.Reply reply = http.post(path, headers, body);
      assertThat(KNOWN)
          .as("%d of seed %d: %s\n%s\n%s", i, SEED, path, headers, reply.text())
          .contains(reply.status());
      statuses.merge(reply.status(), 1, Integer::sum);
    }
    assertThat(statuses).containsKeys(200, 400, 422);
  }

  private String query() {
    return random.nextBoolean() ? "" : "?q=" + random.nextInt(3);
  }

  private String headers() {
    StringBuilder headers = new StringBuilder();
    int lines = random.nextInt(10) == 0 ? random.nextInt(4) : 1;
    for (int i = 0; i < lines; i++) {
      headers.append("Idempotency-Key: ").append(key()).append("\r\n");
    }
    if (random.nextInt(10) > 0) {
      headers
          .append("Content-Type: ")
          .append(TYPES.get(random.nextInt(TYPES.size())))
          .append("\r\n");
    }
    return headers.toString();
  }

  /** A few keys come again and again, so that they meet other requests. */
  private String key() {
    return switch (random.nextInt(4)) {
      case 0 -> "key-" + random.nextInt(20);
      case 1 -> "\"key-" + random.nextInt(20) + "\"";
      case 2 -> text(random.nextInt(300), 0x20, 0x7f);
      default -> text(random.nextInt(20), 0x09, 0x100);
    };
  }

  private byte[] body() {
    if (random.nextInt(4) == 0) {
      byte[] bytes = new byte[random.nextInt(random.nextInt(50) == 0 ? 20_000 : 200)];
      random.nextBytes(bytes);
      return bytes;
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String text(int length, int from, int to) {
    return random
        .ints(length, from, to)
        .filter(c -> c != '\r' && c != '\n')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}

package dev.surety.webhook.process;

import dev.surety.testing.TestDatabase;
import dev.surety.testing.TestWar;
import dev.surety.testing.WildFlyProcess;
import dev.surety.webhook.process.HookDesk.Fate;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** One server of the shop that announces its orders. */
record Instance(String name, WildFlyProcess server) {

  static final Duration LEASE = Duration.ofSeconds(3);
  static final Duration DEADLINE = Duration.ofSeconds(1);
  static final Duration BREAKER_PAUSE = Duration.ofSeconds(1);
  static final int BREAKER_FAILURES = 20;
  static final int IN_FLIGHT = 32;
  static final int BATCH = 40;

  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  /**
   * Boots without waiting.
   *
   * @param keys gets a key that only this instance signs with
   * @param ports that it may send to
   */
  static Instance launch(String name, TestDatabase database, SenderKeys keys, String ports) {
    return new Instance(
        name,
        WildFlyProcess.launch(
            name,
            war(),
            database,
            "-Dsurety.webhook.ed25519-keys=" + keys.create(name),
            "-Dsurety.webhook.ports=" + ports));
  }

  private static TestWar war() {
    return TestWar.named("hooks.war")
        .classes(HookDesk.class, HookReceiver.class, CircuitNews.class)
        .config(
            Map.of(
                "surety.schema-mode", "verify",
                "surety.keys.encryption-key", "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=",
                "surety.webhook.http", "true",
                "surety.webhook.networks", "127.0.0.0/8",
                "surety.webhook.signatures", "standard,standard-ed25519",
                "surety.webhook.receivers", "shop",
                "surety.webhook.receiver.shop.ring", "webhooks",
                "surety.webhook.receiver.shop.lease", "PT2S"))
        .config(
            Map.of(
                "surety.webhook.deadline", DEADLINE.toString(),
                "surety.webhook.lease", LEASE.toString(),
                "surety.webhook.poll", "PT0.2S",
                "surety.webhook.in-flight", Integer.toString(IN_FLIGHT),
                "surety.webhook.batch", Integer.toString(BATCH),
                "surety.webhook.max-attempts", "100",
                "surety.webhook.retry-schedule", "PT0.1S,PT0.2S,PT0.5S,PT1S",
                "surety.webhook.retry-after-max", "PT2S",
                "surety.webhook.breaker-failures", Integer.toString(BREAKER_FAILURES),
                "surety.webhook.breaker-pause", BREAKER_PAUSE.toString()));
  }

  void awaitUp() {
    server.awaitUp();
    call("PUT", "api/orders/secret", SECRET);
  }

  /**
   * Orders; a server that is gone or fails gives no answer.
   *
   * @param key the sequence; empty for none
   * @return the status, 0 if there was none
   */
  int order(long number, String key, URI url, Fate fate) {
    String encoded = URLEncoder.encode(url.toString(), StandardCharsets.UTF_8);
    return call(
        "POST",
        "api/orders?number=%d&key=%s&url=%s&fate=%s".formatted(number, key, encoded, fate),
        "");
  }

  private int call(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(path))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "text/plain")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
      return answer.statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}

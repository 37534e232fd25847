package dev.surety.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo as its user has it, without the build around it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DemoProcessIT {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<DemoProcess> started = new ArrayList<>();

  @AfterEach
  void stopDemos() {
    started.forEach(DemoProcess::close);
  }

  @Test
  void printedLines_showReplayConflictSignatureKeyWebhookAndCrash_andNothingStaysBehind()
      throws Exception {
    int port = DemoProcess.freePort();
    DemoProcess demo = demo(port);
    demo.await("Ctrl-C stops everything");
    List<HttpRequest> lines = printedRequests(demo);

    HttpResponse<String> placed = send(lines.get(0));
    assertThat(placed.statusCode()).isEqualTo(201);
    assertThat(placed.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertIsReplay(send(lines.get(0)), placed.body());
    assertThat(send(lines.get(1)).statusCode()).isEqualTo(422);

    HttpResponse<String> signed = assertSignatureCountsOnce(send(lines.get(2)).body());

    assertKeyIsRotated(send(lines.get(3)).body(), lines.get(4));

    HttpResponse<String> announced = assertWebhooksArrive(lines.subList(5, 11));
    assertThat(send(lines.get(11)).statusCode()).isEqualTo(200);
    HttpResponse<String> slow = assertSlowReceiverHandlesOnce(port, lines.get(5));

    assertThat(send(lines.get(12)).statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> send(lines.get(13))).isInstanceOf(IOException.class);
    demo.await("open again");
    HttpResponse<String> retried = send(lines.get(13));
    assertIsReplay(retried, "{\"order\":\"5\",\"by\":\"guest\",\"item\":\"tea\",\"quantity\":1}");
    assertThat(send(lines.get(14)).body())
        .isEqualTo(
            Stream.of(retried, slow, announced, signed, placed)
                .map(HttpResponse::body)
                .collect(Collectors.joining(",", "[", "]")));
    await(lines.get(5), body -> body.contains(arrival(5, 200, "genuine, handled")));
    assertThat(page(port)).contains("<h1>Every order once</h1>");

    assertPortIsNamedAsTaken(port);
    assertNothingStays(demo);
  }

  /**
   * @param lines what has arrived, fail, an order, what was announced, recover, the same
   */
  private static HttpResponse<String> assertWebhooksArrive(List<HttpRequest> lines)
      throws Exception {
    HttpRequest arrived = lines.get(0);
    HttpRequest announced = lines.get(3);
    await(arrived, body -> body.contains(arrival(1, 200, "genuine, handled")));
    await(arrived, body -> body.contains(arrival(2, 200, "genuine, handled")));

    assertThat(send(lines.get(1)).statusCode()).isEqualTo(200);
    HttpResponse<String> order = send(lines.get(2));
    assertThat(order.statusCode()).isEqualTo(201);
    String failing = await(announced, body -> !body.startsWith("{\"circuit\":\"closed\""));
    assertThat(failing)
        .contains("\"order-3\",\"state\":\"queued\"")
        .contains("[\"server-error 500\",\"server-error 500\",\"server-error 500\"");
    assertThat(send(arrived).body())
        .contains(arrival(3, 500, "genuine, but the receiver fails"))
        .doesNotContain(arrival(3, 200, "genuine, handled"));

    assertThat(send(lines.get(4)).statusCode()).isEqualTo(200);
    String recovered = await(lines.get(5), body -> body.startsWith("{\"circuit\":\"closed\""));
    assertThat(recovered).contains("\"order-3\",\"state\":\"delivered\"");
    assertThat(send(arrived).body()).containsOnlyOnce(arrival(3, 200, "genuine, handled"));
    return order;
  }

  private static HttpResponse<String> assertSlowReceiverHandlesOnce(int port, HttpRequest arrived)
      throws Exception {
    HttpResponse<String> order =
        send(
            CurlLine.request(
                "curl http://localhost:%d/shop/api/orders -H 'Idempotency-Key: an-order-of-the-test'"
                        .formatted(port)
                    + " -H 'Content-Type: application/json' -d '{\"item\":\"tea\",\"quantity\":2}'"));
    String shown =
        await(arrived, body -> body.contains(arrival(4, 200, "genuine, handled before")));
    assertThat(shown).containsOnlyOnce(arrival(4, 200, "genuine, handled"));
    return order;
  }

  private static String arrival(int order, int answer, String what) {
    return "\"webhookId\":\"order-%d\",\"answer\":%d,\"what\":\"%s\""
        .formatted(order, answer, what);
  }

  private static String await(HttpRequest request, Predicate<String> wanted) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    String body = send(request).body();
    while (!wanted.test(body)) {
      assertThat(System.nanoTime() - end).as(body).isNegative();
      Thread.sleep(200);
      body = send(request).body();
    }
    return body;
  }

  private static HttpResponse<String> assertSignatureCountsOnce(String line) throws Exception {
    assertThat(line).startsWith("curl -i http://localhost:").endsWith("\n").hasLineCount(1);
    HttpRequest order = CurlLine.request(line);
    HttpResponse<String> placed = send(order);
    assertThat(placed.statusCode()).isEqualTo(201);
    assertThat(placed.body()).contains("\"by\":\"acme\"");
    HttpResponse<String> replayed = send(order);
    assertThat(replayed.statusCode()).isEqualTo(401);
    assertThat(replayed.headers().firstValue("WWW-Authenticate"))
        .hasValue("Signature error=\"request_signature_replayed\"");
    return placed;
  }

  private static void assertKeyIsRotated(String line, HttpRequest rotate) throws Exception {
    assertThat(line).startsWith("curl http://localhost:").endsWith("\n").hasLineCount(1);
    HttpRequest voucher = CurlLine.request(line);
    assertThat(send(voucher).body()).isEqualTo("Good for one coffee, signed with key-1.\n");
    assertThat(send(rotate).body()).startsWith("key-2 signs now; key-1 verifies");
    assertThat(send(voucher).body()).contains("signed with key-1, which was replaced since");
    assertThat(send(CurlLine.request(line.replace("key-1", "key-2"))).statusCode()).isEqualTo(403);
  }

  private static void assertNothingStays(DemoProcess demo) throws Exception {
    List<ProcessHandle> processes = demo.descendants();
    assertThat(processes).hasSizeGreaterThanOrEqualTo(2).allMatch(ProcessHandle::isAlive);
    demo.close();
    for (ProcessHandle process : processes) {
      // its pid file is gone a moment before the database's last process is
      process.onExit().get(5, TimeUnit.SECONDS);
    }
  }

  private void assertPortIsNamedAsTaken(int port) throws IOException, InterruptedException {
    DemoProcess second = demo(port);
    assertThat(second.awaitEnd()).isEqualTo(1);
    assertThat(second.printed())
        .contains("Port " + port + " is taken")
        .contains("-Ddemo.port=" + (port + 1));
  }

  private static void assertIsReplay(HttpResponse<String> answer, String body) {
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(answer.body()).isEqualTo(body);
  }

  private DemoProcess demo(int port) throws IOException {
    DemoProcess demo = DemoProcess.start("demo", port, Map.of());
    started.add(demo);
    return demo;
  }

  private static List<HttpRequest> printedRequests(DemoProcess demo) {
    return demo.printed()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("curl "))
        .map(CurlLine::request)
        .toList();
  }

  private static String page(int port) throws IOException, InterruptedException {
    return send(CurlLine.request("curl http://localhost:" + port + "/shop/")).body();
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return CLIENT.send(request, BodyHandlers.ofString());
  }
}

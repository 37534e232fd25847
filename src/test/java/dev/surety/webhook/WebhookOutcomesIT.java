package dev.surety.webhook;

import static dev.surety.webhook.shop.Sink.within10Seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.shop.Ledger;
import dev.surety.webhook.shop.Sink;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What receivers do, well and badly, and what the log has of it; the worker lives on each time. */
@ExtendWith(ArquillianExtension.class)
class WebhookOutcomesIT {

  private static final Duration DEADLINE = Duration.ofSeconds(1);

  @Inject Webhooks webhooks;
  @Inject Ledger ledger;
  @Inject Sink sink;

  private final String path = "/" + UUID.randomUUID();

  @Deployment
  static WebArchive archive() {
    return SinkWar.named("outcomes.war", Ledger.class)
        .config(
            Map.of(
                "surety.webhook.poll", "PT0.2S",
                "surety.webhook.deadline", DEADLINE.toString(),
                "surety.webhook.retry-schedule", "PT10M",
                "surety.webhook.log-excerpt", "16"))
        .build();
  }

  @AfterEach
  void workerLivesOn() {
    String good = path + "/good";
    Receipt receipt = send(sink.on(good, Sink.status(200)));
    ledger.assertBecomes(DeliveryState.DELIVERED, receipt);
    assertThat(sink.ids(good)).containsExactly(receipt.webhookId());
  }

  @Test
  void oversizedAnswer_isCut_andItsStatusCounts() {
    Receipt receipt = send(sink.on(path, WebhookOutcomesIT::flood));
    ledger.assertBecomes(DeliveryState.DELIVERED, receipt);
    assertAttempt(receipt, "delivered", 200, false);
    assertThat(ledger.attempt(receipt).excerpt()).hasValue("x".repeat(16));
  }

  @Test
  void oversizedHead_isATroubleOfItsOwn() {
    String head = "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(17_000) + "\r\n\r\n";
    assertAttempt(send(sink.on(path, Sink.bytes(head))), "head-too-large", 0, true);
  }

  @Test
  void redirect_isFinal_andNotFollowed() {
    String target = path + "/target";
    URI elsewhere = sink.on(target, Sink.status(200));
    Receipt receipt = send(sink.on(path, Sink.status(307, "Location: " + elsewhere)));
    ledger.assertDead("final-status", receipt);
    assertAttempt(receipt, "redirected", 307, false);
    assertThat(sink.at(target)).isEmpty();
  }

  @Test
  void silence_isATimeout() {
    assertTimeout(send(sink.on(path, to -> Thread.sleep(5_000))));
  }

  @Test
  void slowDripOfTheHead_isATimeout() {
    assertTimeout(send(sink.on(path, to -> drip("HTTP/1.1 200 OK\r\nX-Drip: ", to))));
  }

  @Test
  void slowDripOfTheContent_isATimeout() {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n";
    assertTimeout(send(sink.on(path, to -> drip(head, to))));
  }

  @Test
  void reset_isATroubleOfTheConnection() {
    Sink.Answer reset =
        to -> {
          to.setSoLinger(true, 0);
          to.close();
        };
    assertAttempt(send(sink.on(path, reset)), "connection", 0, true);
  }

  @Test
  void answerThatIsNoHttp_isATroubleOfTheConnection() {
    assertAttempt(send(sink.on(path, Sink.bytes("SSH-2.0-x\r\n\r\n"))), "connection", 0, true);
  }

  @Test
  void targetsThatCannotBeHad_areNamed() {
    String url = sink.on(path, Sink.status(200)).toString();
    URI inside = URI.create(url.replace("127.0.0.1", "10.1.2.3"));
    assertAttempt(send(inside), "address-refused", 0, true);
    URI unknown = URI.create(url.replace("127.0.0.1", "nobody.invalid"));
    assertAttempt(send(unknown), "name", 0, true);
  }

  @Test
  void challengeOfASignature_isFinal_andAnother401IsNot() {
    String challenge = "WWW-Authenticate: Signature error=\"webhook_signature_invalid\"";
    Receipt refused = send(sink.on(path, Sink.status(401, challenge)));
    ledger.assertDead("signature-refused", refused);
    assertAttempt(refused, "client-error", 401, false);
    URI login = sink.on(path + "/login", Sink.status(401, "WWW-Authenticate: Basic realm=\"a\""));
    assertAttempt(send(login), "client-error", 401, true);
  }

  @Test
  void gone_endsTheMessage() {
    Receipt receipt = send(sink.on(path, Sink.status(410)));
    ledger.assertDead("gone", receipt);
    assertAttempt(receipt, "client-error", 410, false);
  }

  @Test
  void retryAfter_makesThePauseLonger_neverShorter() {
    assertThat(pause("3600")).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    assertThat(pause("1")).isBetween(Duration.ofMinutes(7), Duration.ofMinutes(13));
    assertThat(pause("999999999")).isBetween(Duration.ofHours(5), Duration.ofHours(7));
    assertThat(pause("soon")).isBetween(Duration.ofMinutes(7), Duration.ofMinutes(13));
  }

  private Duration pause(String retryAfter) {
    URI url = sink.on(path + "/" + retryAfter, Sink.status(503, "Retry-After: " + retryAfter));
    Receipt receipt = send(url);
    assertAttempt(receipt, "server-error", 503, true);
    Attempt attempt = ledger.attempt(receipt);
    return Duration.between(attempt.occurredAt(), attempt.nextRetry().orElseThrow());
  }

  private void assertTimeout(Receipt receipt) {
    assertAttempt(receipt, "timeout", 0, true);
    assertThat(ledger.attempt(receipt).duration())
        .isBetween(DEADLINE.minusMillis(50), DEADLINE.multipliedBy(3));
  }

  @Test
  void taskNotification_isWrittenAndLogged() {
    TaskNotification task =
        TaskNotification.of("t1", "completed")
            .taskType("create_media_buy")
            .notificationType(TaskNotification.Kind.FINAL)
            .result(Map.of("done", true));
    URI url = sink.on(path, Sink.status(204));
    Receipt receipt = webhooks.send(WebhookMessage.to(url).payload(task).build());
    ledger.assertBecomes(DeliveryState.DELIVERED, receipt);
    assertThat(sink.at(path).get(0).body())
        .contains("\"task_id\":\"t1\"", "\"result\":{\"done\":true}", receipt.webhookId());
    Attempt attempt = ledger.attempt(receipt);
    assertThat(attempt.taskId()).hasValue("t1");
    assertThat(attempt.taskType()).hasValue("create_media_buy");
    assertThat(attempt.notificationType()).hasValue("final");
  }

  private void assertAttempt(Receipt receipt, String outcome, int status, boolean again) {
    Attempt attempt = ledger.attempt(receipt);
    assertThat(attempt)
        .extracting(Attempt::outcome, Attempt::status)
        .containsExactly(outcome, status);
    assertThat(attempt.willRetry()).isEqualTo(again);
    if (again) {
      assertThat(within10Seconds(() -> ledger.of(receipt).attempts() == 1)).isTrue();
      assertThat(ledger.state(receipt)).isEqualTo(DeliveryState.QUEUED);
    }
  }

  private static void flood(Socket to) throws IOException {
    OutputStream out = to.getOutputStream();
    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    byte[] block = "x".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 1_000; i++) {
      out.write(block);
    }
  }

  private static void drip(String head, Socket to) throws IOException, InterruptedException {
    to.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 100; i++) {
      to.getOutputStream().write('x');
      to.getOutputStream().flush();
      Thread.sleep(50);
    }
  }

  private Receipt send(URI url) {
    return webhooks.send(WebhookMessage.to(url).type("order.created").payload(Map.of()).build());
  }
}

package dev.surety.webhook.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.LocalServer;
import dev.surety.webhook.internal.send.SendResult.Answered;
import dev.surety.webhook.internal.send.SendResult.Trouble;
import dev.surety.webhook.internal.send.SendResult.Unanswered;
import dev.surety.webhook.internal.send.SendResult.Unsent;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSenderTest extends Senders {

  private static void assertTrouble(SendResult result, Trouble trouble) {
    assertThat(result).isInstanceOf(Unanswered.class);
    assertThat(((Unanswered) result).trouble()).isEqualTo(trouble);
  }

  private SendResult answerTo(String answer) throws InterruptedException {
    LocalServer server = open(LocalServer.answering(answer));
    return OneAttempt.of(sender(server), job(url(server)));
  }

  @Test
  void answer_isToldWithWhatDecides() throws InterruptedException {
    SendResult result =
        answerTo(
            "HTTP/1.1 401 No\r\nRetry-After: 30\r\nWWW-Authenticate: Signature error=\"webhook_x\""
                + "\r\nContent-Length: 5\r\n\r\nhello");
    Answered answered = (Answered) result;
    assertThat(answered.status()).isEqualTo(401);
    assertThat(answered.retryAfter()).contains("30");
    assertThat(answered.challenge()).contains("Signature error=\"webhook_x\"");
    assertThat(answered.excerpt()).isEqualTo("hello");
  }

  @Test
  void excerpt_isBounded_andHasNoControlCharacters() throws InterruptedException {
    String content = "a\u0000b\u001bc\r\nd" + "x".repeat(1000);
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + content.length() + "\r\n\r\n" + content;
    Answered answered = (Answered) answerTo(answer);
    assertThat(answered.excerpt()).startsWith("abc\ndx").hasSizeLessThanOrEqualTo(EXCERPT);
  }

  @Test
  void request_hasThePreparedHeadersAndTheBodysBytes() throws InterruptedException {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    OneAttempt.of(sender(server), job(url(server)));
    assertThat(server.heads().get(0))
        .startsWith("POST /hook HTTP/1.1\r\n")
        .contains("Content-Type: application/json\r\nwebhook-id: msg-1\r\n")
        .contains("webhook-signature: v1,1\r\n")
        .contains("User-Agent: Surety\r\n")
        .contains("Accept-Encoding: identity\r\n");
    assertThat(server.bodies()).containsExactly("{\"a\":1}");
  }

  @Test
  void keptConnectionThatWasClosed_isToldAsSuch_andNothingIsSentTwice()
      throws InterruptedException {
    AtomicInteger requests = new AtomicInteger();
    LocalServer server =
        open(
            LocalServer.keeping(
                out -> {
                  if (requests.incrementAndGet() == 2) {
                    throw new SocketException("closed while it was idle");
                  }
                  out.write(EMPTY.getBytes(StandardCharsets.US_ASCII));
                }));
    HttpSender sender = sender(server);
    assertThat(OneAttempt.of(sender, job(url(server)))).isInstanceOf(Answered.class);
    assertTrouble(OneAttempt.of(sender, job(url(server))), Trouble.KEPT_CONNECTION);
    assertThat(requests).hasValue(2);
    assertThat(OneAttempt.of(sender, job(url(server)))).isInstanceOf(Answered.class);
  }

  @Test
  void lastAttempt_isNotLeftToAConnectionThatMayBeClosed() throws InterruptedException {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    HttpSender sender = sender(server);
    OneAttempt.of(sender, job(url(server)));
    assertThat(OneAttempt.of(sender, lastAttempt(url(server)))).isInstanceOf(Answered.class);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void send_returnsWhileRequestsAreSigned() throws InterruptedException {
    CountDownLatch keyService = new CountDownLatch(1);
    LocalServer server = open(LocalServer.keeping(EMPTY));
    HttpSender sender =
        sender(
            server.port(),
            Duration.ofSeconds(5),
            job -> {
              await(keyService);
              return signed(job);
            });
    CountDownLatch done = new CountDownLatch(100);
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      sender.send(job(url(server)), result -> done.countDown());
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    assertThat(done.getCount()).isEqualTo(100);
    keyService.countDown();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void close_tellsEachOnce_whatWasSentAsUnansweredAndTheRestAsUnsent() throws InterruptedException {
    LocalServer silent = open(new LocalServer("127.0.0.1", out -> Thread.sleep(20_000)));
    CountDownLatch keyService = new CountDownLatch(1);
    AtomicInteger signed = new AtomicInteger();
    HttpSender sender =
        sender(
            silent.port(),
            Duration.ofSeconds(10),
            job -> {
              if (signed.incrementAndGet() > 20) {
                await(keyService);
              }
              return signed(job);
            });
    List<SendResult> results = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      sender.send(
          job(url(silent)),
          result -> {
            results.add(result);
            done.countDown();
          });
    }
    for (int i = 0; i < 500 && silent.heads().size() < 20; i++) {
      Thread.sleep(10);
    }
    sender.close();
    assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    Thread.sleep(100);
    assertThat(results).hasSize(100);
    assertThat(results.stream().filter(Unanswered.class::isInstance)).hasSize(20);
    assertThat(results.stream().filter(Unanswered.class::isInstance))
        .allMatch(result -> ((Unanswered) result).trouble() == Trouble.CLOSED);
    assertThat(results.stream().filter(Unsent.class::isInstance)).hasSize(80);
    assertThat(OneAttempt.of(sender, job(url(silent)))).isEqualTo(new Unsent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.2:81/", "http://nowhere.invalid:81/", "ftp://a/"})
  void check_saysWhatIsWrong_withoutAnAddress(String url) throws InterruptedException {
    HttpSender sender = sender(81, Duration.ofSeconds(5), this::signed);
    assertThat(sender.check(URI.create(url)).orElseThrow()).doesNotContain("127.0");
    assertThat(sender.check(URI.create("http://127.0.0.1:81/"))).isEmpty();
  }
}

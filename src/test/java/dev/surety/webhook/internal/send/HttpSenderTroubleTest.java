package dev.surety.webhook.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.LocalServer;
import dev.surety.webhook.internal.send.SendResult.Trouble;
import dev.surety.webhook.internal.send.SendResult.Unanswered;
import dev.surety.webhook.internal.send.SendResult.Unsigned;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every reason for which there is no answer. */
class HttpSenderTroubleTest extends Senders {

  private static void assertTrouble(SendResult result, Trouble trouble) {
    assertThat(result).isInstanceOf(Unanswered.class);
    assertThat(((Unanswered) result).trouble()).isEqualTo(trouble);
  }

  private SendResult answerTo(String answer) throws InterruptedException {
    LocalServer server = open(LocalServer.answering(answer));
    return OneAttempt.of(sender(server), job(url(server)));
  }

  @Test
  void silence_isATimeout() throws InterruptedException {
    LocalServer server = open(new LocalServer("127.0.0.1", out -> Thread.sleep(10_000)));
    HttpSender sender = sender(server.port(), Duration.ofMillis(300), this::signed);
    assertTrouble(OneAttempt.of(sender, job(url(server))), Trouble.TIMEOUT);
  }

  @Test
  void attemptThatCouldNotBeginInTime_isNotBegun() throws InterruptedException {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    HttpSender sender =
        sender(
            server.port(),
            Duration.ofMillis(200),
            job -> {
              stand(300);
              return signed(job);
            });
    assertThat(OneAttempt.of(sender, job(url(server)))).isInstanceOf(SendResult.Unsent.class);
    assertThat(server.heads()).isEmpty();
  }

  private static void stand(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void connectionThatBreaks_isATroubleOfTheConnection() throws InterruptedException {
    assertTrouble(answerTo("HTTP/1.1 20"), Trouble.CONNECTION);
  }

  @Test
  void peerWithoutTls_isATroubleOfTls() throws InterruptedException {
    LocalServer server = open(LocalServer.answering("no TLS here, whoever asks for it"));
    Job job = job("https://127.0.0.1:" + server.port() + "/");
    HttpSender sender = sender(server.port(), Duration.ofSeconds(12), this::signed);
    assertTrouble(OneAttempt.of(sender, job), Trouble.TLS);
  }

  @Test
  void headThatIsTooLarge_isSaid() throws InterruptedException {
    String answer = "HTTP/1.1 200 OK\r\n" + ("H: " + "x".repeat(4000) + "\r\n").repeat(5) + "\r\n";
    assertTrouble(answerTo(answer), Trouble.HEAD_TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({
    "http://nowhere.invalid:81/, NAME",
    "http://127.0.0.2:81/, ADDRESS_REFUSED",
    "http://169.254.169.254:81/, ADDRESS_REFUSED",
    "http://127.0.0.1:82/, URL_REFUSED",
    "ftp://127.0.0.1:81/, URL_REFUSED",
    "http://a@127.0.0.1:81/, URL_REFUSED",
    "http://127.1:81/, URL_REFUSED",
    "http://a b/, URL_REFUSED"
  })
  void targetThatMayNotBeRequested_isSaid(String url, Trouble trouble) throws InterruptedException {
    assertTrouble(
        OneAttempt.of(sender(81, Duration.ofSeconds(10), this::signed), job(url)), trouble);
  }

  @Test
  void requestThatCannotBeSigned_isNotSent() throws InterruptedException {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    HttpSender sender =
        sender(
            server.port(),
            Duration.ofSeconds(5),
            job -> new Prepared.Unsigned("hooks", "it has no active key"));
    assertThat(OneAttempt.of(sender, job(url(server))))
        .isEqualTo(new Unsigned("hooks", "it has no active key"));
    assertThat(server.heads()).isEmpty();
  }

  @Test
  void requestThatCannotBeMade_isTheRequestsTrouble() throws InterruptedException {
    HttpSender failing =
        sender(
            81,
            Duration.ofSeconds(5),
            job -> {
              throw new IllegalStateException("secret");
            });
    SendResult result = OneAttempt.of(failing, job("http://127.0.0.1:81/"));
    assertTrouble(result, Trouble.REQUEST);
    assertThat(((Unanswered) result).error()).doesNotContain("secret");
  }

  @Test
  void clientCertificateThatIsNotConfigured_isTheRequestsTrouble() throws InterruptedException {
    Job.Receiver receiver = new Job.Receiver("a", null, "", Map.of(), "partner", null);
    HttpSender sender = sender(81, Duration.ofSeconds(5), this::signed);
    assertTrouble(OneAttempt.of(sender, job("http://127.0.0.1:81/", receiver)), Trouble.REQUEST);
  }
}

package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.HttpResult.Body;
import dev.surety.core.net.HttpResult.Failed;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** No server keeps the client for longer, or sends it more, than it allows. */
class GuardedHttpClientBoundsTest extends GuardedClients {

  @Test
  void lookupThatHangs_endsWithTheDeadline() {
    Lookup hanging =
        host -> {
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            throw new UnknownHostException(host);
          }
          return addresses("8.8.8.8");
        };
    GuardedHttpClient client = client(80, hanging);
    long start = System.nanoTime();
    HttpResult result = client.get(URI.create("http://a.example/"), LIMIT, Duration.ofMillis(300));
    assertThat(result).isEqualTo(new Failed(Failure.DEADLINE));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void contentAtTheLimit_isRead_andOneByteMoreIsTooLarge() {
    String length = OK + "Content-Length: 1000\r\n\r\n" + "x".repeat(1000);
    LocalServer server = open(LocalServer.answering(length));
    assertThat(get(server, 1000, PATIENCE)).isInstanceOf(Body.class);
    assertThat(get(server, 999, PATIENCE)).isEqualTo(new Failed(Failure.TOO_LARGE));
  }

  @Test
  void endlessContent_isTooLarge_andTheConnectionEnds() throws InterruptedException {
    LocalServer server =
        open(
            new LocalServer(
                "127.0.0.1",
                out -> {
                  out.write((OK + "\r\n").getBytes(StandardCharsets.US_ASCII));
                  while (true) {
                    out.write(new byte[8192]);
                  }
                }));
    assertThat(get(server)).isEqualTo(new Failed(Failure.TOO_LARGE));
    awaitClosed(server);
  }

  private static void awaitClosed(LocalServer server) throws InterruptedException {
    for (int i = 0; i < 1000 && server.heads().size() < 2; i++) {
      Thread.sleep(10);
    }
    assertThat(server.heads()).contains("closed by the client");
  }

  @RepeatedTest(5)
  void slowDrip_endsWithTheDeadline_andTheConnectionEnds() throws InterruptedException {
    LocalServer server =
        open(
            new LocalServer(
                "127.0.0.1",
                out -> {
                  out.write((OK + "Content-Length: 1000\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                  for (int i = 0; i < 1000; i++) {
                    out.write('x');
                    out.flush();
                    Thread.sleep(20);
                  }
                }));
    long start = System.nanoTime();
    assertThat(get(server, LIMIT, Duration.ofMillis(500))).isEqualTo(new Failed(Failure.DEADLINE));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    awaitClosed(server);
  }

  @Test
  void dripOfHeaders_endsWithTheDeadline() {
    LocalServer server =
        open(
            new LocalServer(
                "127.0.0.1",
                out -> {
                  out.write(OK.getBytes(StandardCharsets.UTF_8));
                  for (int i = 0; i < 1000; i++) {
                    out.write(("H" + i + ": x\r\n").getBytes(StandardCharsets.UTF_8));
                    Thread.sleep(50);
                  }
                }));
    assertThat(get(server, LIMIT, Duration.ofMillis(500))).isEqualTo(new Failed(Failure.DEADLINE));
  }

  @Test
  void silence_endsWithTheDeadline() {
    LocalServer server = open(new LocalServer("127.0.0.1", out -> Thread.sleep(10_000)));
    assertThat(get(server, LIMIT, Duration.ofMillis(300))).isEqualTo(new Failed(Failure.DEADLINE));
  }

  @Test
  void headerOfMoreThan16KiB_isTooLarge() {
    String lines = ("H: " + "x".repeat(4000) + "\r\n").repeat(5);
    LocalServer server = open(LocalServer.answering(OK + lines + "Content-Length: 0\r\n\r\n"));
    assertThat(get(server)).isEqualTo(new Failed(Failure.TOO_LARGE));
  }

  @Test
  void headerLineOfMoreThan8KiB_isTooLarge() {
    LocalServer server =
        open(
            LocalServer.answering(OK + "H: " + "x".repeat(9000) + "\r\nContent-Length: 0\r\n\r\n"));
    assertThat(get(server)).isEqualTo(new Failed(Failure.TOO_LARGE));
  }

  @Test
  void moreThan100HeaderLines_areTooLarge() {
    LocalServer server =
        open(LocalServer.answering(OK + "H: x\r\n".repeat(101) + "Content-Length: 0\r\n\r\n"));
    assertThat(get(server)).isEqualTo(new Failed(Failure.TOO_LARGE));
  }

  /** A request cancelled while it connects must not keep its place. */
  @Test
  void manyRequestsThatEndAtTheirDeadline_leaveNoConnectionAndNoPlaceTaken() throws Exception {
    LocalServer silent =
        open(
            new LocalServer(
                "127.0.0.1",
                out -> {
                  while (true) {
                    out.write("x".getBytes(StandardCharsets.UTF_8));
                    Thread.sleep(5);
                  }
                }));
    GuardedHttpClient client = client(silent.port(), LOOPBACK, "127.0.0.1/32");
    for (int i = 0; i < 60; i++) {
      HttpResult result = client.get(url(silent), LIMIT, Duration.ofMillis(i));
      assertThat(result).isIn(new Failed(Failure.DEADLINE), new Failed(Failure.BUSY));
    }
    for (int i = 0; i < 1000 && silent.open() > 0; i++) {
      Thread.sleep(10);
    }
    assertThat(silent.open()).isZero();
  }
}

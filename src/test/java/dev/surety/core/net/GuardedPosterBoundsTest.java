package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.PostResult.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No receiver holds a post for longer than its deadline, whatever it does. */
class GuardedPosterBoundsTest extends GuardedPosters {

  private void assertEndsInTime(LocalServer server, Reason reason) {
    long start = System.nanoTime();
    assertFailed(post(server, SHORT), reason);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(SHORT.minusMillis(50), Duration.ofSeconds(2));
  }

  @Test
  void silence_endsWithTheDeadline() {
    assertEndsInTime(
        open(new LocalServer("127.0.0.1", out -> Thread.sleep(10_000))), Reason.DEADLINE);
  }

  @Test
  void slowDripOfContent_endsWithTheDeadline_andTheConnectionEnds() throws InterruptedException {
    LocalServer server =
        open(
            new LocalServer(
                "127.0.0.1",
                out -> {
                  write(out, OK + "Content-Length: 1000\r\n\r\n");
                  for (int i = 0; i < 1000; i++) {
                    write(out, "x");
                    Thread.sleep(20);
                  }
                }));
    assertEndsInTime(server, Reason.DEADLINE);
    awaitClosed(server);
  }

  @Test
  void slowDripOfHeaders_endsWithTheDeadline() {
    assertEndsInTime(
        open(
            new LocalServer(
                "127.0.0.1",
                out -> {
                  write(out, OK);
                  for (int i = 0; i < 90; i++) {
                    write(out, "H" + i + ": x\r\n");
                    Thread.sleep(20);
                  }
                })),
        Reason.DEADLINE);
  }

  @Test
  void endlessInterimAnswers_endWithTheDeadline() {
    assertEndsInTime(
        open(
            new LocalServer(
                "127.0.0.1",
                out -> {
                  while (true) {
                    write(out, "HTTP/1.1 103 Early Hints\r\n\r\n");
                    Thread.sleep(5);
                  }
                })),
        Reason.DEADLINE);
  }

  @Test
  void receiverThatReadsNothing_endsWithTheDeadline() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      GuardedPoster poster = poster(deaf.getLocalPort(), LOOPBACK, "127.0.0.1/32");
      URI url = URI.create("http://a.example:" + deaf.getLocalPort() + "/");
      PostResult result =
          post(poster, new Post(url, List.of(), new byte[16 << 20], null, SHORT, false));
      assertFailed(result, Reason.DEADLINE);
    }
  }

  @Test
  void halfOpenConnection_isNoConnection() {
    LocalServer server = open(new LocalServer("127.0.0.1", out -> write(out, "HTTP/1.1 2")));
    assertFailed(post(server, PATIENCE), Reason.CONNECTION);
  }

  @Test
  void reset_isNoConnection() throws IOException {
    try (ServerSocket resetting = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      Thread acceptor =
          new Thread(
              () -> {
                try (Socket socket = resetting.accept()) {
                  socket.setSoLinger(true, 0);
                } catch (IOException e) {
                  // the test ends
                }
              });
      acceptor.start();
      GuardedPoster poster = poster(resetting.getLocalPort(), LOOPBACK, "127.0.0.1/32");
      URI url = URI.create("http://a.example:" + resetting.getLocalPort() + "/");
      assertFailed(post(poster, to(url, PATIENCE)), Reason.CONNECTION);
    }
  }

  @Test
  void contentThatEndsTooSoon_isNoConnection() {
    LocalServer server = open(LocalServer.answering(OK + "Content-Length: 1000\r\n\r\nonly this"));
    assertFailed(post(server, PATIENCE), Reason.CONNECTION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no HTTP at all\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 abc\r\n\r\n"})
  void answerThatIsNoHttp_isNoConnection(String answer) {
    assertFailed(post(open(LocalServer.answering(answer)), PATIENCE), Reason.CONNECTION);
  }
}

package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.PostResult.Answered;
import dev.surety.core.net.PostResult.Failed;
import dev.surety.core.net.PostResult.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No receiver holds a post for longer, or sends it more, than is allowed. */
class GuardedPosterBoundsTest extends GuardedPosters {

  private static final Duration SHORT = Duration.ofMillis(400);

  private static void assertFailed(PostResult result, Reason reason) {
    assertThat(result).isInstanceOf(Failed.class);
    assertThat(((Failed) result).reason()).isEqualTo(reason);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

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
      PostResult result = post(poster, new Post(url, List.of(), new byte[16 << 20], null, SHORT));
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

  @Test
  void headOf16KiB_isRead_andOneByteMoreIsTooLarge() {
    String end = "Content-Length: 0\r\n\r\n";
    int rest = BoundedHead.MOST_BYTES - OK.length() - end.length();
    String lines = ("H: " + "x".repeat(4000) + "\r\n").repeat(3);
    String fits = "J: " + "y".repeat(rest - lines.length() - 5) + "\r\n";
    assertThat(post(open(LocalServer.answering(OK + lines + fits + end)), PATIENCE))
        .isInstanceOf(Answered.class);
    String over = "J: y" + "y".repeat(rest - lines.length() - 5) + "\r\n";
    assertFailed(
        post(open(LocalServer.answering(OK + lines + over + end)), PATIENCE),
        Reason.HEAD_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 100_000})
  void tooManyHeaders_areTooLarge(int count) {
    LocalServer server = open(LocalServer.answering(OK + "H: x\r\n".repeat(count) + "\r\n"));
    assertFailed(post(server, PATIENCE), Reason.HEAD_TOO_LARGE);
  }

  @Test
  void endlessHeaderLine_isTooLarge() {
    LocalServer server =
        open(
            new LocalServer(
                "127.0.0.1",
                out -> {
                  write(out, OK + "H: ");
                  while (true) {
                    out.write(new byte[4096]);
                  }
                }));
    assertFailed(post(server, PATIENCE), Reason.HEAD_TOO_LARGE);
  }

  @Test
  void contentOf64KiB_isReadWhole_andTheConnectionIsKept() {
    int most = Exchange.MOST_CONTENT;
    LocalServer server =
        open(LocalServer.keeping(OK + "Content-Length: " + most + "\r\n\r\n" + "x".repeat(most)));
    GuardedPoster poster = poster(server);
    Answered answered = (Answered) post(poster, server);
    assertThat(answered.truncated()).isFalse();
    assertThat(answered.content()).hasSize(KEEP);
    assertThat(poster.idleConnections()).isEqualTo(1);
  }

  @Test
  void moreContent_isCut_theStatusIsTold_andTheConnectionEnds() throws InterruptedException {
    LocalServer server =
        open(
            new LocalServer(
                "127.0.0.1",
                out -> {
                  write(out, OK + "\r\n");
                  while (true) {
                    out.write(new byte[8192]);
                  }
                }));
    GuardedPoster poster = poster(server);
    Answered answered = (Answered) post(poster, server);
    assertThat(answered.status()).isEqualTo(200);
    assertThat(answered.truncated()).isTrue();
    assertThat(poster.idleConnections()).isZero();
    awaitClosed(server);
  }

  private static void awaitClosed(LocalServer server) throws InterruptedException {
    for (int i = 0; i < 500 && !server.heads().contains("closed by the client"); i++) {
      Thread.sleep(10);
    }
    assertThat(server.heads()).contains("closed by the client");
  }

  @Test
  void lookupThatHangs_endsWithTheDeadline_orAfter5Seconds() {
    GuardedPoster poster =
        poster(
            80,
            host -> {
              sleep(host);
              return addresses("8.8.8.8");
            });
    long start = System.nanoTime();
    assertFailed(post(poster, to(URI.create("http://a.example/"), SHORT)), Reason.DEADLINE);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertFailed(
        post(poster, to(URI.create("http://a.example/"), Duration.ofSeconds(15))), Reason.NAME);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(lookups).as("those who ask meanwhile join").hasValue(1);
  }

  private static void sleep(String host) throws UnknownHostException {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      throw new UnknownHostException(host);
    }
  }

  @Test
  void hangingLookups_ofAFewNamesDoNotHoldOthersUp() {
    LocalServer server = open(LocalServer.keeping(EMPTY));
    GuardedPoster poster =
        poster(
            server.port(),
            host -> {
              if (host.startsWith("slow")) {
                sleep(host);
              }
              return addresses("127.0.0.1");
            },
            "127.0.0.1/32");
    for (int i = 0; i < 200; i++) {
      URI slow = URI.create("http://slow" + i % 20 + ".example:" + server.port() + "/");
      poster.post(to(slow, PATIENCE), result -> {});
    }
    assertThat(post(poster, to(url(server), Duration.ofSeconds(2)))).isInstanceOf(Answered.class);
  }

  @Test
  void fiveHundredInFlight_needAFewThreads_andTheDeadlineHoldsForEach() throws Exception {
    LocalServer silent = open(LocalServer.keeping(out -> Thread.sleep(20_000)));
    GuardedPoster poster = poster(silent);
    Set<Thread> before = threads();
    int many = 500;
    CountDownLatch done = new CountDownLatch(many);
    AtomicInteger late = new AtomicInteger();
    Set<Reason> reasons = ConcurrentHashMap.newKeySet();
    Duration patience = Duration.ofSeconds(3);
    for (int i = 0; i < many; i++) {
      long start = System.nanoTime();
      poster.post(
          to(url(silent), patience),
          result -> {
            reasons.add(((Failed) result).reason());
            if (System.nanoTime() - start > patience.plusSeconds(1).toNanos()) {
              late.incrementAndGet();
            }
            done.countDown();
          });
    }
    for (int i = 0; i < 200 && silent.heads().size() < many; i++) {
      Thread.sleep(10);
    }
    assertThat(silent.heads()).hasSize(many);
    Set<Thread> made = threads();
    made.removeAll(before);
    assertThat(made.stream().filter(thread -> !thread.getName().equals("local-server")))
        .hasSizeLessThanOrEqualTo(3);
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(reasons).containsExactly(Reason.DEADLINE);
    assertThat(late).hasValue(0);
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  @Test
  void thousandConnectsThatNobodyAnswers_leaveNothingBehind() throws Exception {
    List<Socket> fillers = new ArrayList<>();
    LocalServer server = open(LocalServer.keeping(EMPTY));
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      fill(full, fillers);
      GuardedPoster poster =
          poster(
              new UrlPolicy(Set.of(full.getLocalPort(), server.port()), true),
              LOOPBACK,
              null,
              "127.0.0.1/32");
      assertThat(post(poster, server)).isInstanceOf(Answered.class);
      long before = openFiles();
      URI url = URI.create("http://a.example:" + full.getLocalPort() + "/");
      int many = 1_000;
      CountDownLatch done = new CountDownLatch(many);
      Set<Reason> reasons = ConcurrentHashMap.newKeySet();
      for (int i = 0; i < many; i++) {
        Duration patience = Duration.ofMillis(1 + i % 500);
        poster.post(
            to(url, patience),
            result -> {
              reasons.add(((Failed) result).reason());
              done.countDown();
            });
      }
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(reasons).isSubsetOf(Reason.DEADLINE, Reason.CONNECTION);
      assertThat(post(poster, server)).isInstanceOf(Answered.class);
      for (int i = 0; i < 300 && openFiles() > before; i++) {
        Thread.sleep(10);
      }
      assertThat(openFiles()).isLessThanOrEqualTo(before);
      assertThat(poster.inFlight()).isZero();
    } finally {
      for (Socket filler : fillers) {
        filler.close();
      }
    }
  }

  private static void fill(ServerSocket full, List<Socket> fillers) throws IOException {
    for (int i = 0; i < 20; i++) {
      Socket filler = new Socket();
      fillers.add(filler);
      try {
        filler.connect(
            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), full.getLocalPort()), 200);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
    throw new AssertionError("the backlog takes everybody");
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  @Test
  void postsBeyondTheMostInFlight_areToldSo() {
    Lookup hanging =
        host -> {
          sleep(host);
          return addresses("8.8.8.8");
        };
    GuardedPoster poster = poster(80, hanging);
    AtomicInteger busy = new AtomicInteger();
    for (int i = 0; i < 10_005; i++) {
      poster.post(
          to(URI.create("http://a.example/"), PATIENCE),
          result -> {
            if (((Failed) result).reason() == Reason.BUSY) {
              busy.incrementAndGet();
            }
          });
    }
    assertThat(busy).hasValue(5);
    assertThat(poster.inFlight()).isEqualTo(10_000);
  }
}

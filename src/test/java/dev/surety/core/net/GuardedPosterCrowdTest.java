package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.PostResult.Answered;
import dev.surety.core.net.PostResult.Failed;
import dev.surety.core.net.PostResult.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
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

/** Many at once need few threads, and leave nothing behind. */
class GuardedPosterCrowdTest extends GuardedPosters {

  @Test
  void lookupThatHangs_endsWithTheDeadline_orAfter5Seconds() {
    GuardedPoster poster = poster(80, GuardedPosterCrowdTest::hanging);
    long start = System.nanoTime();
    assertFailed(post(poster, to(URI.create("http://a.example/"), SHORT)), Reason.DEADLINE);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertFailed(
        post(poster, to(URI.create("http://a.example/"), Duration.ofSeconds(15))), Reason.NAME);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(lookups).as("those who ask meanwhile join").hasValue(1);
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
  void nameThatNobodyCouldLookUp_becauseOthersHang_isNoFailureOfItsOwn() {
    GuardedPoster poster = poster(80, GuardedPosterCrowdTest::hanging);
    for (int i = 0; i < 32; i++) {
      poster.post(to(URI.create("http://slow" + i + ".example/"), PATIENCE), result -> {});
    }
    assertFailed(post(poster, to(URI.create("http://a.example/"), SHORT)), Reason.BUSY);
    assertFailed(post(poster, to(URI.create("http://slow0.example/"), SHORT)), Reason.DEADLINE);
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
    GuardedPoster poster = poster(80, GuardedPosterCrowdTest::hanging);
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

  private static InetAddress[] hanging(String host) throws UnknownHostException {
    sleep(host);
    return addresses("8.8.8.8");
  }

  private static void sleep(String host) throws UnknownHostException {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      throw new UnknownHostException(host);
    }
  }
}

package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.PostResult.Answered;
import dev.surety.core.net.PostResult.Failed;
import dev.surety.core.net.PostResult.Reason;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedPosterTlsTest extends GuardedPosters {

  @TempDir static Path folder;
  private static TlsServer.Known known;

  @BeforeAll
  static void makeCertificate() throws Exception {
    known = TlsServer.certificate(folder);
  }

  private TlsServer start(boolean clients, String... protocols) throws Exception {
    TlsServer server = new TlsServer(known, clients, protocols);
    open.add(server);
    return server;
  }

  private GuardedPoster poster(int port, @Nullable EgressProxy proxy, SSLContext trust) {
    GuardedPoster poster =
        new GuardedPoster(
            new UrlPolicy(Set.of(port), false),
            new AddressPolicy(List.of(Cidr.of("127.0.0.0/8"))),
            proxy,
            KEEP,
            Executors.defaultThreadFactory(),
            LOOPBACK,
            trust);
    open.add(0, poster);
    return poster;
  }

  private static URI url(String host, int port) {
    return URI.create("https://" + host + ":" + port + "/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys.example", "KEYS.example", "127.0.0.1"})
  void certificateOfTheHost_isAccepted(String host) throws Exception {
    int port = start(false).port();
    GuardedPoster poster = poster(port, null, known.trusting());
    for (int i = 0; i < 3; i++) {
      assertThat(post(poster, to(url(host, port), PATIENCE))).isInstanceOf(Answered.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.example", "a.keys.example", "127.0.0.2"})
  void certificateOfAnotherHost_isAFaultOfTls_andNothingIsSent(String host) throws Exception {
    TlsServer server = start(false);
    PostResult result =
        post(poster(server.port(), null, known.trusting()), to(url(host, server.port()), PATIENCE));
    assertFailed(result, Reason.TLS);
    assertThat(server.requests()).isZero();
  }

  @Test
  void certificateOfAStranger_isAFaultOfTls() throws Exception {
    int port = start(false).port();
    GuardedPoster poster = poster(port, null, SSLContext.getDefault());
    assertFailed(post(poster, to(url("keys.example", port), PATIENCE)), Reason.TLS);
  }

  @Test
  void tls12_isAccepted() throws Exception {
    int port = start(false, "TLSv1.2").port();
    GuardedPoster poster = poster(port, null, known.trusting());
    assertThat(post(poster, to(url("keys.example", port), PATIENCE))).isInstanceOf(Answered.class);
  }

  @Test
  void peerWithoutTls_isAFaultOfTls() {
    LocalServer plain = open(new LocalServer("127.0.0.1", out -> out.write(new byte[100])));
    GuardedPoster poster = poster(plain.port(), null, known.trusting());
    Post post = to(url("keys.example", plain.port()), Duration.ofSeconds(10));
    assertFailed(post(poster, post), Reason.TLS);
  }

  @Test
  void handshakeThatIsNotAnswered_endsWithTheDeadline() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0)) {
      GuardedPoster poster = poster(deaf.getLocalPort(), null, known.trusting());
      Post post = to(url("keys.example", deaf.getLocalPort()), Duration.ofMillis(500));
      assertFailed(post(poster, post), Reason.DEADLINE);
    }
  }

  @Test
  void clientCertificate_isShownWhereOneIsNamed_andItsConnectionServesNoOther() throws Exception {
    TlsServer server = start(true);
    int port = server.port();
    GuardedPoster poster = poster(port, null, known.trusting());
    Post anonymous = to(url("keys.example", port), PATIENCE);
    Post named = new Post(anonymous.url(), List.of(), new byte[1], known.full(), PATIENCE, false);
    // with TLS 1.3 the server's alert follows the handshake, and may be overtaken by its reset
    assertThat(post(poster, anonymous)).isInstanceOf(Failed.class);
    assertThat(post(poster, named)).isInstanceOf(Answered.class);
    assertThat(post(poster, anonymous)).isInstanceOf(Failed.class);
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void proxy_isAskedForTheCheckedAddress_andTlsIsWithTheTarget() throws Exception {
    TlsServer server = start(false);
    try (ConnectProxy proxy = new ConnectProxy(200)) {
      GuardedPoster poster = poster(server.port(), proxy.egress(), known.trusting());
      for (int i = 0; i < 3; i++) {
        PostResult result = post(poster, to(url("keys.example", server.port()), PATIENCE));
        assertThat(result).isInstanceOf(Answered.class);
      }
      assertThat(proxy.asked().get(0))
          .isEqualTo("CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1");
      PostResult other = post(poster, to(url("other.example", server.port()), PATIENCE));
      assertFailed(other, Reason.TLS);
    }
  }
}

package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.HttpResult.Body;
import dev.surety.core.net.HttpResult.Failed;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedTlsTest {

  @TempDir static Path folder;
  private static TlsServer.Known certificate;
  private static SSLContext known;

  private TlsServer server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TlsServer.certificate(folder);
    known = certificate.trusting();
  }

  private void start(String... protocols) throws Exception {
    server = new TlsServer(certificate, false, protocols);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResult get(String host, SSLContext trust) {
    int port = server.port();
    try (GuardedHttpClient client =
        new GuardedHttpClient(
            new UrlPolicy(Set.of(port), false),
            new AddressPolicy(List.of(Cidr.of("127.0.0.0/8"))),
            Executors.defaultThreadFactory(),
            name -> new InetAddress[] {InetAddress.getByName("127.0.0.1")},
            trust)) {
      URI url = URI.create("https://" + host + ":" + port + "/");
      return client.get(url, 100, Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys.example", "KEYS.example", "127.0.0.1"})
  void certificateOfTheHost_isAccepted(String host) throws Exception {
    start();
    assertThat(get(host, known)).isInstanceOf(Body.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.example", "a.keys.example", "127.0.0.2"})
  void certificateOfAnotherHost_isRefused(String host) throws Exception {
    start();
    assertThat(get(host, known)).isEqualTo(new Failed(Failure.CONNECTION));
  }

  @Test
  void certificateOfAStranger_isRefused() throws Exception {
    start();
    assertThat(get("keys.example", SSLContext.getDefault()))
        .isEqualTo(new Failed(Failure.CONNECTION));
  }

  @Test
  void tls12_isAccepted() throws Exception {
    start("TLSv1.2");
    assertThat(get("keys.example", known)).isInstanceOf(Body.class);
  }
}

package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.surety.core.net.HttpResult.Body;
import dev.surety.core.net.HttpResult.Failed;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedTlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path folder;
  private static SSLContext known;

  private HttpsServer server;

  /** A certificate for keys.example and for 127.0.0.1, which its own key store trusts. */
  @BeforeAll
  static void makeCertificate() throws Exception {
    Path store = folder.resolve("server.p12");
    int code =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-ext",
                "san=dns:keys.example,ip:127.0.0.1",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start()
            .waitFor();
    assertThat(code).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", keys.getCertificate("a"));
    known = context(keys, trusted);
  }

  private static SSLContext context(KeyStore keys, KeyStore trusted) throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory others =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    others.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), others.getTrustManagers(), null);
    return context;
  }

  private void start(String... protocols) throws Exception {
    server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(known) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = known.getDefaultSSLParameters();
            if (protocols.length > 0) {
              tls.setProtocols(protocols);
            }
            parameters.setSSLParameters(tls);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private HttpResult get(String host, SSLContext trust) {
    int port = server.getAddress().getPort();
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

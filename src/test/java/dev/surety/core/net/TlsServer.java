package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A server with a certificate for keys.example and for 127.0.0.1. */
public final class TlsServer implements AutoCloseable {

  public static final String PASSWORD = "changeit";

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();

  /** Contexts of that certificate, which its own key store trusts. */
  public record Known(Path store, SSLContext full, SSLContext trusting) {}

  public static Known certificate(Path folder) throws Exception {
    Path store = folder.resolve("server.p12");
    String[] command = {
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
      PASSWORD,
      "-ext",
      "san=dns:keys.example,ip:127.0.0.1",
      "-keystore",
      store.toString()
    };
    assertThat(new ProcessBuilder(command).redirectErrorStream(true).start().waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", keys.getCertificate("a"));
    return new Known(store, context(keys, trusted), context(null, trusted));
  }

  private static SSLContext context(@Nullable KeyStore keys, KeyStore trusted) throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, keys == null ? null : PASSWORD.toCharArray());
    TrustManagerFactory others =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    others.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), others.getTrustManagers(), null);
    return context;
  }

  /**
   * @param clients whether clients must have a certificate
   * @param protocols the spoken ones; none for the usual ones
   */
  public TlsServer(Known known, boolean clients, String... protocols) throws Exception {
    server = HttpsServer.create(new InetSocketAddress(0), 0);
    server.setExecutor(threads);
    server.setHttpsConfigurator(
        new HttpsConfigurator(known.full()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = known.full().getDefaultSSLParameters();
            if (protocols.length > 0) {
              tls.setProtocols(protocols);
            }
            tls.setNeedClientAuth(clients);
            parameters.setSSLParameters(tls);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

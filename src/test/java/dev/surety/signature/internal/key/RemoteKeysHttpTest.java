package dev.surety.signature.internal.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.surety.core.net.AddressPolicy;
import dev.surety.core.net.Cidr;
import dev.surety.core.net.GuardedHttpClient;
import dev.surety.core.net.UrlPolicy;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.KeyResolver.Resolution;
import dev.surety.signature.KeyResolver.Unknown;
import dev.surety.signature.KeyResolver.Untrusted;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The remote set over a real connection. */
class RemoteKeysHttpTest {

  private static final HttpMessage MESSAGE =
      new HttpMessage.Request("GET", "https://a.example/", List.of(), new byte[0]);

  private HttpServer server;
  private volatile byte[] document = JwkFixture.set(JwkFixture.ED25519);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/jwks",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, document.length);
          exchange.getResponseBody().write(document);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Resolution resolve(String keyId, String... networks) {
    int port = server.getAddress().getPort();
    List<Cidr> allowed = List.of(networks).stream().map(Cidr::of).toList();
    try (GuardedHttpClient client =
        new GuardedHttpClient(
            new UrlPolicy(Set.of(port), true),
            new AddressPolicy(allowed),
            Executors.defaultThreadFactory())) {
      URI url = URI.create("http://127.0.0.1:" + port + "/jwks");
      RemoteKeys keys = new RemoteKeys(client, url, "issuer", "owner", Runnable::run);
      return new CombinedKeys(List.of(keys)).resolve(keyId, MESSAGE);
    }
  }

  @Test
  void publishedKey_isFound_whateverTheContentType() {
    assertThat(resolve("ed", "127.0.0.0/8")).isInstanceOf(Found.class);
    assertThat(resolve("other", "127.0.0.0/8")).isInstanceOf(Unknown.class);
  }

  @Test
  void setAtAPrivateAddress_isUntrusted() {
    assertThat(resolve("ed")).isInstanceOf(Untrusted.class);
  }

  @Test
  void setOfMoreThanOneMebibyte_isUntrusted() {
    document = new byte[Jwks.MOST_BYTES + 1];
    assertThat(resolve("ed", "127.0.0.0/8")).isInstanceOf(Untrusted.class);
  }
}

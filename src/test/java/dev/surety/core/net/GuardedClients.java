package dev.surety.core.net;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;

/** Clients of servers on this machine, closed after each test. */
abstract class GuardedClients {

  static final int LIMIT = 1 << 20;

  static final Duration PATIENCE = Duration.ofSeconds(5);

  static final String OK = "HTTP/1.1 200 OK\r\n";

  static final Lookup LOOPBACK = host -> addresses("127.0.0.1");

  final List<AutoCloseable> open = new ArrayList<>();

  final AtomicInteger lookups = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  static InetAddress[] addresses(String... literals) throws UnknownHostException {
    InetAddress[] addresses = new InetAddress[literals.length];
    for (int i = 0; i < literals.length; i++) {
      addresses[i] = InetAddress.getByName(literals[i]);
    }
    return addresses;
  }

  LocalServer open(LocalServer server) {
    open.add(server);
    return server;
  }

  GuardedHttpClient client(int port, Lookup lookup, String... networks) {
    try {
      GuardedHttpClient client =
          new GuardedHttpClient(
              new UrlPolicy(Set.of(port), true),
              new AddressPolicy(List.of(networks).stream().map(Cidr::of).toList()),
              Executors.defaultThreadFactory(),
              host -> {
                lookups.incrementAndGet();
                return lookup.addresses(host);
              },
              SSLContext.getDefault());
      open.add(client);
      return client;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  HttpResult get(LocalServer server) {
    return get(server, LIMIT, PATIENCE);
  }

  HttpResult get(LocalServer server, int limit, Duration patience) {
    return client(server.port(), LOOPBACK, "127.0.0.1/32").get(url(server), limit, patience);
  }

  static URI url(LocalServer server) {
    return URI.create("http://keys.example:" + server.port() + "/jwks?a=%20b");
  }
}

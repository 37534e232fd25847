package dev.surety.signature.shop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where partners publish keys and revocations; what it does not have is 404. */
public final class KeyPublisher {

  private final HttpServer server;
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  public KeyPublisher() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          @Nullable String document = documents.get(exchange.getRequestURI().getPath());
          byte[] bytes = String.valueOf(document).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(document == null ? 404 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  /** Publishes a document and says where. */
  public String publish(String path, String document) {
    documents.put(path, document);
    return url(path);
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Whether anybody has asked for that. */
  public boolean wasAsked(String path) {
    return asked.contains(path);
  }

  public void close() {
    server.stop(0);
  }
}

package dev.surety.idempotency.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Sends orders; never by itself a second time. */
final class Client {

  /** Longer than the server's own deadlines, so that its answers are seen. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  private Client() {}

  /** A key that no other request has. */
  static String newKey() {
    return UUID.randomUUID().toString();
  }

  static Reply post(URI uri, String key) {
    return post(uri, key, Map.of(), PATIENCE);
  }

  static Reply post(URI uri, String key, Map<String, String> headers) {
    return post(uri, key, headers, PATIENCE);
  }

  /** Sends the order with this key and waits; a server that is gone or silent gives no reply. */
  static Reply post(URI uri, String key, Map<String, String> headers, Duration patience) {
    long start = System.nanoTime();
    try {
      HttpResponse<String> response =
          HTTP.send(request(uri, key, headers, patience), HttpResponse.BodyHandlers.ofString());
      return reply(response, start);
    } catch (IOException e) {
      return Reply.none(since(start));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.none(since(start));
    }
  }

  /** Sends the order and leaves the caller to other things until the reply comes. */
  static CompletableFuture<Reply> send(URI uri, String key, Map<String, String> headers) {
    long start = System.nanoTime();
    return HTTP.sendAsync(
            request(uri, key, headers, Duration.ofMinutes(1)), HttpResponse.BodyHandlers.ofString())
        .thenApply(response -> reply(response, start));
  }

  static String get(URI uri) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(
      URI uri, String key, Map<String, String> headers, Duration patience) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(patience)
            .header("Content-Type", "text/plain")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(key));
    headers.forEach(request::header);
    return request.build();
  }

  private static Reply reply(HttpResponse<String> response, long start) {
    return new Reply(
        response.statusCode(),
        response.body(),
        response.headers().firstValue(Reply.REPLAYED).orElse("").equals("true"),
        response.headers().firstValue("Retry-After").orElse(""),
        since(start));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}

package dev.surety.webhook.shop;

import dev.surety.testing.HttpSink;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/** Receivers on one socket; each path answers in its own way, as badly as it is to. */
public final class Sink implements Closeable {

  /** What a request is answered with; the connection ends with it. */
  public interface Answer {
    void write(Socket to) throws IOException, InterruptedException;
  }

  /** A request; names of headers are in lower case. */
  public record Arrival(String path, Map<String, String> headers, String body) {

    public String id() {
      return headers.getOrDefault("webhook-id", "");
    }
  }

  private final HttpSink http;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  public Sink(int port) {
    http = new HttpSink(port, this::answer);
  }

  /** A status without content. */
  public static Answer status(int status, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return bytes(head + "Connection: close\r\n\r\n");
  }

  public static Answer bytes(String response) {
    return to -> to.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Lets a path answer so from now on; before that it answers 404. */
  public URI on(String path, Answer answer) {
    answers.put(path, answer);
    return URI.create("http://127.0.0.1:" + http.port() + path);
  }

  /** What came to a path, in order. */
  public List<Arrival> at(String path) {
    return arrivals.stream().filter(arrival -> arrival.path().equals(path)).toList();
  }

  /** The ids of what came to a path, in order. */
  public List<String> ids(String path) {
    return at(path).stream().map(Arrival::id).toList();
  }

  /** Whether it comes true within ten seconds. */
  public static boolean within10Seconds(BooleanSupplier condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return true;
  }

  private void answer(HttpSink.Request request, Socket to)
      throws IOException, InterruptedException {
    arrivals.add(new Arrival(request.path(), request.headers(), request.text()));
    answers.getOrDefault(request.path(), status(404)).write(to);
    to.close();
  }

  @Override
  public void close() {
    http.close();
  }
}

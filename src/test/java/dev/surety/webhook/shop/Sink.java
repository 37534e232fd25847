package dev.surety.webhook.shop;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * Receivers on one raw socket, in any JVM; each path answers in its own way, as badly as it is to.
 */
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

  private final ServerSocket socket;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  public Sink(int port) {
    try {
      socket = new ServerSocket(port, 1_024, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
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
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
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

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      Arrival arrival = read(connection.getInputStream());
      arrivals.add(arrival);
      answers.getOrDefault(arrival.path(), status(404)).write(connection);
      if (!connection.isClosed()) {
        connection.getOutputStream().flush();
      }
    } catch (IOException e) {
      // The client has gone, as some tests want.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Arrival read(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    if (lines.isEmpty()) {
      throw new IOException("no request");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(": *", 2);
      headers.merge(parts[0].toLowerCase(Locale.ROOT), parts[1], (a, b) -> a + ", " + b);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Arrival(lines.get(0).split(" ")[1], headers, body);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      line.write(octet);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "sink");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

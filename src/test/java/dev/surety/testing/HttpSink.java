package dev.surety.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests from a plain socket, in any JVM, and leaves it to the test what becomes of each
 * connection.
 */
public final class HttpSink implements Closeable {

  /** What a request is answered with; requests follow on the connection until it is closed. */
  public interface Answer {
    void write(Request request, Socket to) throws IOException, InterruptedException;
  }

  /** A request that came in whole; names of headers are in lower case. */
  public record Request(String path, Map<String, String> headers, byte[] body, Instant at) {

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private final ServerSocket socket;
  private final Answer answer;

  /**
   * @param port 0 for any
   */
  public HttpSink(int port, Answer answer) {
    this.answer = answer;
    try {
      this.socket = new ServerSocket(port, 1_024, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  public int port() {
    return socket.getLocalPort();
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
      InputStream in = new BufferedInputStream(connection.getInputStream());
      Request request = read(in);
      while (request != null) {
        answer.write(request, connection);
        request = connection.isClosed() ? null : read(in);
      }
    } catch (IOException e) {
      // whoever sent it was killed, or has given up, as some tests want
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Null if the connection ends before a request does. */
  private static @Nullable Request read(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    if (lines.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(":\\s*", 2);
      headers.merge(parts[0].toLowerCase(Locale.ROOT), parts[1], (a, b) -> a + ", " + b);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    String path = lines.get(0).split(" ")[1];
    return body.length < length ? null : new Request(path, headers, body, Instant.now());
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = in.read();
    while (octet >= 0 && octet != '\n') {
      line.write(octet);
      octet = in.read();
    }
    if (octet < 0 && line.size() > 0) {
      throw new IOException("the connection ended within a request");
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

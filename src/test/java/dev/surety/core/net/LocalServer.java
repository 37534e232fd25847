package dev.surety.core.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on a raw socket, which answers as no well-made server does. */
public final class LocalServer implements AutoCloseable {

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

  /** What a request is answered with. */
  public interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Answer answer;
  private final boolean keeping;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /** Listens on that address of the loopback network. */
  public LocalServer(String address, Answer answer) {
    this(address, answer, false);
  }

  private LocalServer(String address, Answer answer, boolean keeping) {
    this.keeping = keeping;
    try {
      this.socket = new ServerSocket(0, 1024, InetAddress.getByName(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.answer = answer;
    Thread acceptor = new Thread(this::accept, "local-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public static LocalServer answering(String response) {
    return new LocalServer(
        "127.0.0.1", out -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Keeps its connections open, as long as the client does. */
  public static LocalServer keeping(Answer answer) {
    return new LocalServer("127.0.0.1", answer, true);
  }

  public static LocalServer keeping(String response) {
    return keeping(out -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** The heads of the requests that came. */
  public List<String> heads() {
    return heads;
  }

  /** What came with those that announced it. */
  public List<String> bodies() {
    return bodies;
  }

  public int connections() {
    return connections.get();
  }

  /** How many connections neither side has closed. */
  public int open() {
    return open.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread worker = new Thread(() -> serve(connection), "local-server");
        worker.setDaemon(true);
        worker.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    connections.incrementAndGet();
    open.incrementAndGet();
    try (connection) {
      do {
        String head = head(connection.getInputStream());
        if (keeping && head.isEmpty()) {
          return;
        }
        heads.add(head);
        readBody(head, connection.getInputStream());
        answer.write(connection.getOutputStream());
        connection.getOutputStream().flush();
      } while (keeping);
    } catch (SocketException e) {
      heads.add("closed by the client");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrementAndGet();
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int octet;
    while (head.indexOf("\r\n\r\n") < 0 && (octet = in.read()) >= 0) {
      head.append((char) octet);
    }
    return head.toString();
  }

  private void readBody(String head, InputStream in) throws IOException {
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
      bodies.add(new String(body, StandardCharsets.UTF_8));
    }
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

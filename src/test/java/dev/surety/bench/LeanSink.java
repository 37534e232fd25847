package dev.surety.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * A receiver that answers every request with 200, at once or after a while, on kept connections.
 *
 * <p>One thread on plain channels that reads nothing but where a request ends, because the sink
 * shares its processors with what is measured.
 */
final class LeanSink implements AutoCloseable, Runnable {

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  private record Due(Connection connection, long at) {}

  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final ArrayDeque<Due> due = new ArrayDeque<>();
  private volatile long latencyNanos;
  private volatile long answered;

  LeanSink() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    Thread thread = new Thread(this, "sink");
    thread.setDaemon(true);
    thread.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port() + "/hooks");
  }

  int port() {
    return server.socket().getLocalPort();
  }

  void latency(long millis) {
    latencyNanos = millis * 1_000_000;
  }

  long answered() {
    return answered;
  }

  @Override
  public void run() {
    try {
      while (server.isOpen()) {
        long wait = due.isEmpty() ? 1_000_000_000 : due.peekFirst().at - System.nanoTime();
        if (wait > 0) {
          selector.select(this::ready, Math.max(1, wait / 1_000_000));
        } else {
          selector.selectNow(this::ready);
        }
        answerDue();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answerDue() throws IOException {
    long now = System.nanoTime();
    while (!due.isEmpty() && due.peekFirst().at - now <= 0) {
      answer(due.removeFirst().connection);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
      } else {
        read((Connection) key.attachment());
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  private void read(Connection connection) throws IOException {
    if (connection.channel.read(connection.in) < 0) {
      connection.channel.close();
      return;
    }
    while (connection.takeRequest()) {
      if (latencyNanos == 0) {
        answer(connection);
      } else {
        due.addLast(new Due(connection, System.nanoTime() + latencyNanos));
      }
    }
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
  private void answer(Connection connection) throws IOException {
    answered++;
    if (connection.channel.isOpen() && connection.channel.write(ByteBuffer.wrap(ANSWER)) == 0) {
      throw new IOException("an answer of a few bytes was not taken");
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    selector.wakeup();
  }

  private static final class Connection {

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(16_384);

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    /** Drops one request, if there is a whole one. */
    boolean takeRequest() {
      byte[] bytes = in.array();
      int end = endOfHead(bytes, in.position());
      if (end < 0) {
        return false;
      }
      int length = end + contentLength(bytes, end);
      if (in.position() < length) {
        return false;
      }
      in.flip().position(length);
      in.compact();
      return true;
    }

    private static int endOfHead(byte[] bytes, int length) {
      for (int i = 3; i < length; i++) {
        if (bytes[i] == '\n' && bytes[i - 2] == '\n' && bytes[i - 1] == '\r') {
          return i + 1;
        }
      }
      return -1;
    }

    private static int contentLength(byte[] bytes, int end) {
      for (int line = 0; line < end; line++) {
        if (bytes[line] == '\n' && isLength(bytes, line + 1)) {
          String value = new String(bytes, line + 1 + LENGTH.length, 12, StandardCharsets.US_ASCII);
          return Integer.parseInt(value.substring(0, value.indexOf('\r')).strip());
        }
      }
      return 0;
    }

    private static boolean isLength(byte[] bytes, int at) {
      for (int i = 0; i < LENGTH.length; i++) {
        if (Character.toLowerCase(bytes[at + i]) != LENGTH[i]) {
          return false;
        }
      }
      return true;
    }
  }
}

package dev.surety.webhook.process;

import dev.surety.webhook.process.History.Arrival;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives webhooks, keeps what came, and answers each path as its script says. */
final class Sink implements AutoCloseable {

  /** What a receiver does with a webhook. */
  interface Script {

    /**
     * @return whether it was answered 2xx, in time and in whole
     */
    boolean answer(Hook hook, Line line) throws IOException, InterruptedException;
  }

  private static final class Came {

    private final Hook hook;
    private volatile boolean accepted;

    Came(Hook hook) {
      this.hook = hook;
    }
  }

  private final ServerSocket socket;
  private final SenderKeys keys;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, List<Came>> came = new ConcurrentHashMap<>();

  Sink(SenderKeys keys) {
    this.keys = keys;
    try {
      this.socket = new ServerSocket(0, 1_024, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + "/" + path);
  }

  /** From now on this path answers so; 200 without a script. */
  void script(String path, Script script) {
    scripts.put("/" + path, script);
  }

  /** How many requests came to the path. */
  int count(String path) {
    return on(path).size();
  }

  /** What came to the path, in the order in which it came. */
  List<Hook> hooks(String path) {
    return on(path).stream().map(one -> one.hook).toList();
  }

  List<Arrival> arrivals(List<String> paths) {
    return paths.stream().flatMap(path -> on(path).stream()).map(this::arrival).toList();
  }

  private Arrival arrival(Came one) {
    Hook hook = one.hook;
    return new Arrival(
        hook.webhookId(),
        hook.order(),
        digest(hook.body()),
        hook.sender(keys),
        hook.sequenceNumber(),
        hook.at(),
        one.accepted);
  }

  private List<Came> on(String path) {
    return came.getOrDefault("/" + path, List.of());
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
      Line line = new Line(connection);
      for (Hook hook = Hook.read(in); hook != null && line.isOpen(); hook = Hook.read(in)) {
        Came one = new Came(hook);
        came.computeIfAbsent(hook.path(), path -> new CopyOnWriteArrayList<>()).add(one);
        Script script = scripts.getOrDefault(hook.path(), (any, to) -> to.status(200));
        one.accepted = script.answer(hook, line);
      }
    } catch (SocketException e) {
      // whoever sent it was killed, or has given up
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "sink");
    thread.setDaemon(true);
    thread.start();
  }

  private static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
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

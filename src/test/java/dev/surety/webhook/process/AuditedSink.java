package dev.surety.webhook.process;

import dev.surety.testing.HttpSink;
import dev.surety.webhook.process.History.Arrival;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps which instance has sent what came, and answers each path as its script says. */
final class AuditedSink implements AutoCloseable {

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

  private final HttpSink http;
  private final SenderKeys keys;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, List<Came>> came = new ConcurrentHashMap<>();

  AuditedSink(SenderKeys keys) {
    this.keys = keys;
    this.http = new HttpSink(0, this::answer);
  }

  int port() {
    return http.port();
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

  private void answer(HttpSink.Request request, Socket connection)
      throws IOException, InterruptedException {
    Hook hook = new Hook(request);
    Came one = new Came(hook);
    came.computeIfAbsent(hook.path(), path -> new CopyOnWriteArrayList<>()).add(one);
    Script script = scripts.getOrDefault(hook.path(), (any, to) -> to.status(200));
    one.accepted = script.answer(hook, new Line(connection));
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
    http.close();
  }
}

package dev.surety.webhook.internal.send;

import dev.surety.core.net.Cidr;
import dev.surety.core.net.LocalServer;
import dev.surety.signature.HttpMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Senders to servers on this machine, closed after each test. */
abstract class Senders {

  static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  static final int EXCERPT = 100;

  final List<AutoCloseable> open = new ArrayList<>();

  final AtomicInteger prepared = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  LocalServer open(LocalServer server) {
    open.add(server);
    return server;
  }

  HttpSender sender(int port, Duration deadline, Requests requests) {
    SendSettings settings =
        new SendSettings(
            deadline,
            true,
            Set.of(port),
            List.of(Cidr.of("127.0.0.1")),
            Optional.empty(),
            Map.of());
    HttpSender sender =
        new HttpSender(settings, requests, EXCERPT, Executors.defaultThreadFactory());
    open.add(0, sender);
    return sender;
  }

  HttpSender sender(LocalServer server) {
    return sender(server.port(), Duration.ofSeconds(5), this::signed);
  }

  /** Each is another, as signatures are. */
  Prepared signed(Job job) {
    return new Prepared.Ready(
        List.of(
            new HttpMessage.Field("Content-Type", "application/json"),
            new HttpMessage.Field("webhook-id", job.message().webhookId()),
            new HttpMessage.Field("webhook-signature", "v1," + prepared.incrementAndGet())));
  }

  static String url(LocalServer server) {
    return "http://127.0.0.1:" + server.port() + "/hook";
  }

  static Job job(String url) {
    return job(url, null);
  }

  static Job lastAttempt(String url) {
    Job job = job(url);
    int last = job.message().maxAttempts();
    return new Job(job.id(), last, job.lane(), last, job.probe(), job.message(), job.receiver());
  }

  static Job job(String url, Job.@Nullable Receiver receiver) {
    byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    Job.Message message =
        new Job.Message(
            "",
            url,
            url,
            "a.b",
            "msg-1",
            "application/json",
            body,
            Map.of(),
            null,
            null,
            8,
            null,
            null,
            null,
            false);
    return new Job(
        new UUID(0, 1), 1, new Lane(new UUID(0, 2), Lane.NO_ENDPOINT), 1, null, message, receiver);
  }
}

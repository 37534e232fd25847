package dev.surety.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Clients in a closed loop, each on one connection, each request with a key of its own.
 *
 * <p>On plain sockets, because on two cores a general HTTP client would cost as much as what is
 * measured.
 */
final class HttpLoad {

  private HttpLoad() {}

  /** Requests answered with 201 per second; any other answer fails the run. */
  static double postsPerSecond(URI target, String body, int clients, long millis)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    long start = System.nanoTime();
    long end = start + millis * 1_000_000;
    Callable<Long> client = () -> new Client(target, body).runUntil(end);
    List<Future<Long>> counts =
        threads.invokeAll(IntStream.range(0, clients).mapToObj(i -> client).toList());
    long total = 0;
    for (Future<Long> count : counts) {
      total += count.get();
    }
    threads.shutdown();
    return total * 1e9 / (System.nanoTime() - start);
  }

  private record Client(URI target, String body) {

    long runUntil(long end) throws IOException {
      long count = 0;
      try (Socket socket = new Socket(target.getHost(), target.getPort())) {
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (System.nanoTime() - end < 0) {
          socket.getOutputStream().write(request());
          expect201(in);
          count++;
        }
      }
      return count;
    }

    private byte[] request() {
      String head =
          "POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\n"
                  .formatted(target.getPath(), target.getHost(), target.getPort())
              + "Idempotency-Key: %s\r\nContent-Length: %d\r\n\r\n"
                  .formatted(UUID.randomUUID(), body.length());
      return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    private static void expect201(InputStream in) throws IOException {
      String status = line(in);
      if (!status.startsWith("HTTP/1.1 201")) {
        throw new IOException("expected 201 but got " + status);
      }
      int length = -1;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
          length = Integer.parseInt(header.substring(15).strip());
        }
      }
      if (length >= 0) {
        in.skipNBytes(length);
      } else {
        skipChunks(in);
      }
    }

    private static void skipChunks(InputStream in) throws IOException {
      int size = Integer.parseInt(line(in), 16);
      while (size > 0) {
        in.skipNBytes(size + 2L);
        size = Integer.parseInt(line(in), 16);
      }
      line(in);
    }

    private static String line(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the server closed the connection");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }
  }
}

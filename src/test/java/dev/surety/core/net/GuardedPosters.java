package dev.surety.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.PostResult.Failed;
import dev.surety.core.net.PostResult.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Posters to servers on this machine, closed after each test. */
abstract class GuardedPosters extends GuardedClients {

  static final String EMPTY = OK + "Content-Length: 0\r\n\r\n";
  static final int KEEP = 1_000;

  static void assertFailed(PostResult result, Reason reason) {
    assertThat(result).isInstanceOf(Failed.class);
    assertThat(((Failed) result).reason()).isEqualTo(reason);
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  static void awaitClosed(LocalServer server) throws InterruptedException {
    for (int i = 0; i < 500 && !server.heads().contains("closed by the client"); i++) {
      Thread.sleep(10);
    }
    assertThat(server.heads()).contains("closed by the client");
  }

  static final Duration SHORT = Duration.ofMillis(400);

  GuardedPoster poster(int port, Lookup lookup, String... networks) {
    return poster(new UrlPolicy(Set.of(port), true), lookup, null, networks);
  }

  GuardedPoster poster(
      UrlPolicy urls, Lookup lookup, @Nullable EgressProxy proxy, String... networks) {
    try {
      GuardedPoster poster =
          new GuardedPoster(
              urls,
              new AddressPolicy(List.of(networks).stream().map(Cidr::of).toList()),
              proxy,
              KEEP,
              Executors.defaultThreadFactory(),
              host -> {
                lookups.incrementAndGet();
                return lookup.addresses(host);
              },
              SSLContext.getDefault());
      open.add(0, poster);
      return poster;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  GuardedPoster poster(LocalServer server) {
    return poster(server.port(), LOOPBACK, "127.0.0.1/32");
  }

  static Post to(URI url, Duration patience, HttpField... headers) {
    byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    return new Post(url, List.of(headers), body, null, patience, false);
  }

  static PostResult post(GuardedPoster poster, Post post) {
    CompletableFuture<PostResult> result = new CompletableFuture<>();
    poster.post(post, result::complete);
    return result.orTimeout(20, TimeUnit.SECONDS).join();
  }

  static PostResult post(GuardedPoster poster, LocalServer server) {
    return post(poster, to(url(server), PATIENCE));
  }

  PostResult post(LocalServer server, Duration patience) {
    return post(poster(server), to(url(server), patience));
  }
}

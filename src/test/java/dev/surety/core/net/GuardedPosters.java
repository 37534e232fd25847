package dev.surety.core.net;

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
    return new Post(url, List.of(headers), body, null, patience);
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

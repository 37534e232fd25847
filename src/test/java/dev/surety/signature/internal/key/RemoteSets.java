package dev.surety.signature.internal.key;

import static dev.surety.signature.internal.key.JwkFixture.ED25519;
import static dev.surety.signature.internal.key.JwkFixture.set;

import dev.surety.core.net.HttpResult;
import dev.surety.core.net.HttpResult.Body;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.KeyResolver.Resolution;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Remote sets of a server that a test makes up, at a time that it moves. */
abstract class RemoteSets {

  static final HttpMessage MESSAGE =
      new HttpMessage.Request("GET", "https://a.example/", List.of(), new byte[0]);

  final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  final AtomicInteger fetches = new AtomicInteger();

  volatile Supplier<HttpResult> server = () -> ok(ED25519);

  final RemoteKeys keys = keys(Runnable::run);

  RemoteKeys keys(Executor threads) {
    return new RemoteKeys(
        () -> {
          fetches.incrementAndGet();
          return server.get();
        },
        "issuer",
        "owner",
        nanos::get,
        threads);
  }

  static HttpResult ok(String... jwks) {
    return cached("", jwks);
  }

  static HttpResult cached(String control, String... jwks) {
    return new Body(200, set(jwks), Map.of("cache-control", List.of(control)));
  }

  Resolution resolve(String keyId) {
    return resolver(keys, Duration.ofSeconds(5)).resolve(keyId, MESSAGE);
  }

  static KeyResolver resolver(HeldKeys keys, Duration patience) {
    return new CombinedKeys(List.of(keys), patience);
  }

  void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}

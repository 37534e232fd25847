package dev.surety.signature.internal.key;

import dev.surety.core.LimitedLog;
import dev.surety.core.net.Failure;
import dev.surety.core.net.GuardedHttpClient;
import dev.surety.core.net.HttpResult;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.VerificationKey;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The keys of a JWK Set behind a URL.
 *
 * <p>A set is used for at most 1800 s. It is fetched when none may be used, and once for an id that
 * it does not have, with 30 s at least between two fetches, and never by two threads at once. A
 * failed fetch takes nothing away from a set that may still be used. Thread-safe.
 */
public final class RemoteKeys implements HeldKeys {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_WAITING = 64;
  private static final int MOST_MISSED = 1000;

  private final String issuer;
  private final String owner;
  private final Supplier<HttpResult> fetch;
  private final LongSupplier nanos;
  private final SingleFlight flight;
  private final MissedIds missed = new MissedIds(MOST_MISSED);
  private final LimitedLog failures =
      new LimitedLog(
          System.getLogger(RemoteKeys.class.getName()),
          Level.WARNING,
          "a JWK Set cannot be fetched");

  /** Written by the thread that fetches, and by no other. */
  private volatile FetchedKeys held = FetchedKeys.NONE;

  public RemoteKeys(GuardedHttpClient client, URI url, String issuer, String owner) {
    this(
        () -> client.get(url, Jwks.MOST_BYTES, PATIENCE),
        issuer,
        owner,
        System::nanoTime,
        PATIENCE.plusSeconds(1));
  }

  RemoteKeys(
      Supplier<HttpResult> fetch,
      String issuer,
      String owner,
      LongSupplier nanos,
      Duration patience) {
    this.fetch = fetch;
    this.issuer = issuer;
    this.owner = owner;
    this.nanos = nanos;
    this.flight = new SingleFlight(MOST_WAITING, patience);
  }

  @Override
  public Optional<VerificationKey> held(String keyId) {
    return held.find(keyId, nanos.getAsLong());
  }

  @Override
  public boolean knew(String keyId) {
    Map<String, VerificationKey> keys = held.keys();
    return keys != null && keys.containsKey(keyId);
  }

  @Override
  public Resolution resolve(String keyId, HttpMessage message) {
    FetchedKeys before = held;
    long now = nanos.getAsLong();
    Optional<VerificationKey> key = before.find(keyId, now);
    if (key.isPresent()) {
      return new Found(key.get());
    }
    // With a set in hand nobody waits for what another is fetching: a stranger chose the id.
    boolean enough = before.isUsable(now) && (missed.contains(keyId, now) || flight.isUnderWay());
    if (enough || !(flight.isUnderWay() || before.isCool(now))) {
      return answer(keyId);
    }
    flight.join(this::fetch);
    if (before.keys() != held.keys() && held(keyId).isEmpty()) {
      missed.add(keyId, now);
    }
    return answer(keyId);
  }

  private Resolution answer(String keyId) {
    FetchedKeys current = held;
    long now = nanos.getAsLong();
    if (!current.isUsable(now)) {
      return current.problem();
    }
    return current.find(keyId, now).<Resolution>map(Found::new).orElseGet(Unknown::new);
  }

  /** Another thread may have fetched since this one saw that it must. */
  private void fetch() {
    long now = nanos.getAsLong();
    if (!held.isCool(now)) {
      return;
    }
    held = held.attempted(now);
    HttpResult result = fetch.get();
    if (result instanceof HttpResult.Body body && body.status() == 200) {
      read(body);
    } else {
      fail(isTrustworthy(result), reason(result));
    }
  }

  private void read(HttpResult.Body body) {
    Jwks.Result result = Jwks.parse(body.bytes(), issuer, owner);
    if (result instanceof Jwks.Keys set) {
      Map<String, VerificationKey> byId =
          set.keys().stream()
              .collect(Collectors.toUnmodifiableMap(VerificationKey::keyId, Function.identity()));
      held = held.replaced(byId, CacheLifetime.of(body.header("Cache-Control")));
    } else {
      fail(false, ((Jwks.Untrusted) result).reason());
    }
  }

  private void fail(boolean trusted, String reason) {
    held = held.failed(trusted);
    failures.logAbout(issuer + ": " + reason);
  }

  /** Whether it may work another time: a place that is refused, or answers too much, is not it. */
  private static boolean isTrustworthy(HttpResult result) {
    return !(result instanceof HttpResult.Refused)
        && !(result instanceof HttpResult.Failed failed && failed.reason() == Failure.TOO_LARGE);
  }

  private static String reason(HttpResult result) {
    return result instanceof HttpResult.Body body ? "status " + body.status() : result.toString();
  }
}

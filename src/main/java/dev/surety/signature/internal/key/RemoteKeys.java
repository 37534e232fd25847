package dev.surety.signature.internal.key;

import dev.surety.core.LimitedLog;
import dev.surety.core.net.Failure;
import dev.surety.core.net.GuardedHttpClient;
import dev.surety.core.net.HttpResult;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.KeyResolver.Resolution;
import dev.surety.signature.KeyResolver.Unknown;
import dev.surety.signature.VerificationKey;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The keys of a JWK Set behind a URL.
 *
 * <p>A set is used for at most 1800 s. It is fetched at the start, when none may be used, and once
 * for an id that it does not have, with 30 s at least between two fetches, and never by two threads
 * at once. A failed fetch takes nothing away from a set that may still be used. Thread-safe.
 */
public final class RemoteKeys implements HeldKeys {

  static final Duration PATIENCE = Duration.ofSeconds(10);

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

  /**
   * @param threads fetch the set
   */
  public RemoteKeys(
      GuardedHttpClient client, URI url, String issuer, String owner, Executor threads) {
    this(
        () -> client.get(url, Jwks.MOST_BYTES, PATIENCE), issuer, owner, System::nanoTime, threads);
  }

  RemoteKeys(
      Supplier<HttpResult> fetch,
      String issuer,
      String owner,
      LongSupplier nanos,
      Executor threads) {
    this.fetch = fetch;
    this.issuer = issuer;
    this.owner = owner;
    this.nanos = nanos;
    this.flight = new SingleFlight(threads);
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

  /** Begins to fetch the first set, for which nobody waits. */
  public void start() {
    CompletableFuture<Void> unused = flight.join(this::fetch);
  }

  @Override
  public CompletableFuture<Void> seek(String keyId) {
    FetchedKeys before = held;
    long now = nanos.getAsLong();
    if (!isWorthAFetch(before, keyId, now)) {
      return CompletableFuture.completedFuture(null);
    }
    return flight
        .join(this::fetch)
        .thenRun(
            () -> {
              if (before.keys() != held.keys() && held(keyId).isEmpty()) {
                missed.add(keyId, now);
              }
            });
  }

  /** With a set in hand nobody waits for what another is fetching: a stranger chose the id. */
  private boolean isWorthAFetch(FetchedKeys before, String keyId, long now) {
    if (before.find(keyId, now).isPresent()) {
      return false;
    }
    boolean underWay = flight.isUnderWay();
    return before.isUsable(now)
        ? !underWay && !missed.contains(keyId, now) && before.isCool(now)
        : underWay || before.isCool(now);
  }

  @Override
  public boolean canSeek() {
    return true;
  }

  @Override
  public Resolution answer(String keyId) {
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
    try {
      take(fetch.get());
    } catch (RuntimeException e) {
      held = held.failed(true);
      failures.log(e);
    }
  }

  private void take(HttpResult result) {
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

package dev.surety.signature.internal.key;

import dev.surety.core.LimitedLog;
import dev.surety.core.Ticker;
import dev.surety.core.net.GuardedHttpClient;
import dev.surety.core.net.HttpResult;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.VerificationKey;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one issuer has revoked, by a list behind a URL.
 *
 * <p>Other issuers' keys are none of its business. Without a list, and once the held one is older
 * than its next update plus the grace, every key of the issuer is {@link Status#STALE}. A list of
 * another issuer, or older than the one held, is not taken. Thread-safe.
 */
public final class RemoteRevocations implements RevocationSource, AutoCloseable {

  private static final int MOST_BYTES = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(30);

  /** A list may promise to be good for years, and be replaced tomorrow. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  private static final Duration SKEW = Duration.ofSeconds(60);

  private final Supplier<HttpResult> fetch;
  private final String issuer;
  private final Duration grace;
  private final Supplier<Instant> now;
  private final LongSupplier nanos;
  private final LimitedLog failures =
      new LimitedLog(
          System.getLogger(RemoteRevocations.class.getName()),
          Level.WARNING,
          "a revocation list is not taken");

  private volatile @Nullable RevocationList held;
  private volatile @Nullable Ticker ticker;
  private long due;

  /**
   * @param issuer whose keys the list is about; the list must name it
   * @param grace how long after its next update the held list still counts
   * @param now the database's time
   */
  public RemoteRevocations(
      GuardedHttpClient client, URI url, String issuer, Duration grace, Supplier<Instant> now) {
    this(() -> client.get(url, MOST_BYTES, PATIENCE), issuer, grace, now, System::nanoTime);
  }

  RemoteRevocations(
      Supplier<HttpResult> fetch,
      String issuer,
      Duration grace,
      Supplier<Instant> now,
      LongSupplier nanos) {
    this.fetch = fetch;
    this.issuer = issuer;
    this.grace = grace;
    this.now = now;
    this.nanos = nanos;
    this.due = nanos.getAsLong();
  }

  /** Keeps the list fresh from now on. */
  public void start(ScheduledExecutorService scheduler) {
    ticker = new Ticker(scheduler, "refreshing a revocation list", TICK, this::refreshIfDue);
  }

  @Override
  public void close() {
    Ticker started = ticker;
    if (started != null) {
      started.close();
    }
  }

  @Override
  public Status statusOf(VerificationKey key) {
    if (!key.issuer().equals(issuer)) {
      return Status.NOT_REVOKED;
    }
    RevocationList list = held;
    if (list == null) {
      return Status.STALE;
    }
    if (list.revokedKids().contains(key.keyId())) {
      return Status.REVOKED;
    }
    boolean stale = now.get().isAfter(list.nextUpdate().plus(grace));
    return stale ? Status.STALE : Status.NOT_REVOKED;
  }

  /** Fetches the list, for up to 10 s, if it is due, as the first one is at once. */
  public synchronized void refreshIfDue() {
    if (nanos.getAsLong() - due < 0) {
      return;
    }
    Duration next = RETRY;
    try {
      RevocationList list = accepted(fetch.get()).orElse(null);
      if (list != null) {
        held = list;
        next = pause(list);
      }
    } catch (RuntimeException e) {
      failures.log(e);
    }
    due = nanos.getAsLong() + jittered(next).toNanos();
  }

  private Optional<RevocationList> accepted(HttpResult result) {
    if (!(result instanceof HttpResult.Body body)) {
      return refused(result.toString());
    }
    if (body.status() != 200) {
      return refused("status " + body.status());
    }
    RevocationList list = RevocationList.parse(body.bytes()).orElse(null);
    if (list == null) {
      return refused("it is not a revocation list");
    }
    if (!list.issuer().equals(issuer)) {
      return refused("it is another issuer's");
    }
    if (list.updated().isAfter(now.get().plus(SKEW))) {
      return refused("it is from the future");
    }
    RevocationList before = held;
    if (before != null && list.updated().isBefore(before.updated())) {
      return refused("it is older than the one held");
    }
    return Optional.of(list);
  }

  private Optional<RevocationList> refused(String reason) {
    failures.logAbout(issuer + ": " + reason);
    return Optional.empty();
  }

  private Duration pause(RevocationList list) {
    Duration left = Duration.between(now.get(), list.nextUpdate());
    Duration pause = left.compareTo(LONGEST_PAUSE) < 0 ? left : LONGEST_PAUSE;
    return pause.compareTo(RETRY) < 0 ? RETRY : pause;
  }

  /** Six to nine tenths of it: before it is over, and not at once with all other instances. */
  private static Duration jittered(Duration pause) {
    return pause.multipliedBy(ThreadLocalRandom.current().nextInt(600, 900)).dividedBy(1000);
  }
}

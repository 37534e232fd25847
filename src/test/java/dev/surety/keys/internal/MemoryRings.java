package dev.surety.keys.internal;

import dev.surety.keys.KeyState;
import dev.surety.keys.KeyUse;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Rows of one ring in memory, and what reads them; for tests of what is above the database. */
final class MemoryRings {

  static final Instant START = Instant.parse("2026-04-18T14:00:00Z");
  static final Vault VAULT = new Vault(Optional.empty(), true, "app");

  final AtomicInteger reads = new AtomicInteger();
  final List<StoredKey> keys = new ArrayList<>();
  @Nullable KeyUse use = KeyUse.TOKEN;
  @Nullable RuntimeException failure;
  long nanos = Long.MAX_VALUE - 1_000;

  /** The database's time, which passes with the JVM's. */
  InstantSource clock() {
    return () -> START.plusNanos(nanos - (Long.MAX_VALUE - 1_000));
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  RingCache cache(Duration lifetime) {
    return new RingCache(this::read, lifetime, Duration.ofSeconds(2), () -> nanos);
  }

  StoredTokens tokens(Duration lifetime) {
    return new StoredTokens(cache(lifetime), clock());
  }

  void add(Ring ring, String kid, KeyState state, byte[] secret, @Nullable Instant graceUntil) {
    keys.add(
        0,
        new StoredKey(
            kid,
            state,
            state == KeyState.DESTROYED ? null : VAULT.seal(ring, kid, Secret.ofBytes(secret)),
            0,
            0L,
            graceUntil == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, graceUntil),
            null));
  }

  CompletableFuture<RingView> read(Ring ring) {
    reads.incrementAndGet();
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock().instant());
    return CompletableFuture.completedFuture(
        RingView.of(ring, new RingState(use, now, List.copyOf(keys)), nanos, VAULT));
  }
}

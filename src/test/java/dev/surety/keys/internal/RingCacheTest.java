package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.surety.UnavailableException;
import dev.surety.keys.KeyState;
import dev.surety.keys.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept in memory, and for how long. */
class RingCacheTest {

  private static final Ring RING = Ring.token("ring");
  private static final Duration LIFETIME = Duration.ofSeconds(5);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final MemoryRings rings = new MemoryRings();
  private final RingCache cache = rings.cache(LIFETIME);

  @BeforeEach
  void addKey() {
    rings.add(RING, "k1", KeyState.ACTIVE, KeysFixture.secret().bytes(), null);
  }

  @Test
  void ring_isReadOnce_whileItsViewIsYoung() {
    for (int i = 0; i < 100; i++) {
      assertThat(cache.active(RING).kid()).isEqualTo("k1");
      assertThat(cache.find(RING, "k1")).isNotNull();
    }
    assertThat(rings.reads).hasValue(1);
  }

  @Test
  void view_isReadAgainBeforeItIsTooOld_withoutACallerThatWaits() {
    List<CompletableFuture<RingView>> asked = new ArrayList<>();
    RingCache slow =
        new RingCache(
            ring -> {
              asked.add(new CompletableFuture<>());
              return asked.size() == 1 ? rings.read(ring) : asked.get(asked.size() - 1);
            },
            LIFETIME,
            SECOND,
            () -> rings.nanos);
    assertThat(slow.active(RING)).isNotNull();
    rings.pass(Duration.ofMillis(2_499));
    assertThat(slow.active(RING)).isNotNull();
    assertThat(asked).hasSize(1);
    rings.pass(Duration.ofMillis(1));
    CachedKey before = slow.active(RING);
    assertThat(slow.active(RING)).isSameAs(before);
    assertThat(asked).as("one refresh at a time").hasSize(2);
    asked.get(1).complete(rings.read(RING).join());
    assertThat(slow.active(RING)).isNotSameAs(before);
    assertThat(asked).hasSize(2);
  }

  @Test
  void change_isInForceWithinTheCacheTime_andRefusedIsWhoeverCannotKnow() {
    assertThat(cache.active(RING).kid()).isEqualTo("k1");
    rings.failure = new UnavailableException("away", null);
    rings.pass(LIFETIME.minusNanos(1));
    assertThat(cache.active(RING).kid()).isEqualTo("k1");
    rings.pass(Duration.ofNanos(1));
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> cache.active(RING));
    rings.failure = null;
    assertThat(cache.active(RING).kid()).isEqualTo("k1");
  }

  @Test
  void cacheTimeOfZero_readsEachTime() {
    RingCache none = rings.cache(Duration.ZERO);
    for (int i = 1; i <= 3; i++) {
      assertThat(none.find(RING, "k1")).isNotNull();
      assertThat(rings.reads).hasValue(i);
    }
    assertThat(none.find(RING, "kx")).isNull();
    assertThat(rings.reads).as("what was read for this call is not read again").hasValue(4);
  }

  @Test
  void ownChange_isSeenAtOnce_andNoOlderViewComesBack() {
    cache.active(RING);
    rings.keys.clear();
    rings.add(RING, "k2", KeyState.ACTIVE, KeysFixture.secret().bytes(), null);
    assertThat(cache.active(RING).kid()).isEqualTo("k1");
    cache.forget(RING);
    rings.pass(Duration.ofMillis(1));
    assertThat(cache.active(RING).kid()).isEqualTo("k2");
    CompletableFuture<RingView> refresh = new CompletableFuture<>();
    AtomicInteger reads = new AtomicInteger();
    RingCache slow =
        new RingCache(
            ring -> reads.incrementAndGet() == 2 ? refresh : rings.read(ring),
            LIFETIME,
            SECOND,
            () -> rings.nanos);
    slow.active(RING);
    rings.pass(LIFETIME.dividedBy(2));
    slow.active(RING);
    RingView older = rings.read(RING).join();
    rings.keys.clear();
    rings.add(RING, "k3", KeyState.ACTIVE, KeysFixture.secret().bytes(), null);
    rings.pass(Duration.ofMillis(1));
    slow.forget(RING);
    rings.pass(Duration.ofMillis(1));
    assertThat(slow.active(RING).kid()).isEqualTo("k3");
    refresh.complete(older);
    assertThat(slow.active(RING).kid()).as("the refresh had begun before").isEqualTo("k3");
    assertThat(reads).hasValue(3);
  }

  @Test
  void frozenDatabase_isServedFromMemoryForTheCacheTime_thenRefusedWithinThePatience() {
    AtomicInteger reads = new AtomicInteger();
    RingCache frozen =
        new RingCache(
            ring -> reads.incrementAndGet() == 1 ? rings.read(ring) : new CompletableFuture<>(),
            LIFETIME,
            Duration.ofMillis(50),
            () -> rings.nanos);
    assertThat(frozen.active(RING).kid()).isEqualTo("k1");
    rings.pass(LIFETIME.minusNanos(1));
    assertThat(frozen.active(RING).kid()).isEqualTo("k1");
    rings.pass(Duration.ofNanos(1));
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> frozen.active(RING))
        .withMessageContaining("PT0.05S");
  }

  @Test
  void ringWithoutKeys_isLookedForOncePerSecond() {
    rings.keys.clear();
    for (int i = 0; i < 20; i++) {
      assertThatIllegalStateException().isThrownBy(() -> cache.active(RING));
    }
    assertThat(rings.reads).hasValue(1);
    rings.pass(SECOND.plusNanos(1));
    rings.add(RING, "k1", KeyState.ACTIVE, KeysFixture.secret().bytes(), null);
    assertThat(cache.active(RING).kid()).isEqualTo("k1");
  }

  @Test
  void useOfKeys_isTakenOnce_andOutlivesARefresh() {
    CachedKey key = cache.active(RING);
    key.markVerified();
    rings.pass(LIFETIME);
    cache.active(RING);
    assertThat(cache.takeUsed()).containsExactly(new RingViews.Used("ring", "k1"));
    assertThat(cache.takeUsed()).isEmpty();
    cache.active(RING).markVerified();
    cache.forget(RING);
    assertThat(cache.takeUsed()).containsExactly(new RingViews.Used("ring", "k1"));
  }

  @Test
  void manyRings_areKeptWithinBounds() {
    for (int i = 0; i < 25_000; i++) {
      cache.forget(Ring.token("r" + i));
      cache.find(RING, "k1");
    }
    assertThat(cache.size()).isLessThanOrEqualTo(10_001);
  }
}

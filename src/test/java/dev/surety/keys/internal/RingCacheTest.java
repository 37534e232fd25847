package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.surety.UnavailableException;
import dev.surety.keys.KeyState;
import dev.surety.keys.Ring;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  void unknownKid_costsOneLookPerSecond_andIsFoundThen() {
    assertThat(cache.find(RING, "k1")).isNotNull();
    rings.pass(Duration.ofMillis(1));
    for (int i = 0; i < 50; i++) {
      assertThat(cache.find(RING, "k2")).isNull();
    }
    assertThat(rings.reads).hasValue(2);
    rings.add(RING, "k2", KeyState.PREPARED, KeysFixture.secret().bytes(), null);
    rings.pass(SECOND.minusNanos(1));
    assertThat(cache.find(RING, "k2")).isNull();
    rings.pass(Duration.ofNanos(1));
    assertThat(cache.find(RING, "k2")).isNotNull();
    assertThat(rings.reads).hasValue(3);
  }

  @Test
  void otherUnknownKid_isLookedForAtOnce() {
    cache.find(RING, "k1");
    rings.pass(Duration.ofMillis(1));
    assertThat(cache.find(RING, "k2")).isNull();
    rings.add(RING, "k3", KeyState.PREPARED, KeysFixture.secret().bytes(), null);
    rings.pass(Duration.ofMillis(1));
    assertThat(cache.find(RING, "k3")).isNotNull();
  }

  @Test
  void unknownKids_areRememberedWithinBounds() {
    Misses misses = new Misses();
    for (int i = 0; i < 30_000; i++) {
      misses.look("ring", "k" + i, 0);
    }
    assertThat(misses.size()).isEqualTo(10_000);
    assertThat(misses.look("ring", "k29999", 0).isFirst()).isFalse();
    assertThat(misses.look("ring", "k0", 0).isFirst()).isTrue();
  }

  @Test
  void unknownKids_areForgottenAfterASecond_withTheNextOne() {
    Misses misses = new Misses();
    for (int i = 0; i < 5_000; i++) {
      misses.look("ring", "k" + i, Long.MAX_VALUE - 10 + i / 1_000);
    }
    misses.look("ring", "late", Long.MAX_VALUE - 10 + 3 + SECOND.toNanos());
    assertThat(misses.size()).isEqualTo(1_001);
  }

  @Test
  void rememberedMiss_holdsNoView() throws Exception {
    cache.find(RING, "k1");
    rings.pass(Duration.ofMillis(1));
    List<WeakReference<RingView>> views = new ArrayList<>();
    RingCache watched =
        new RingCache(
            ring ->
                rings
                    .read(ring)
                    .thenApply(
                        view -> {
                          views.add(new WeakReference<>(view));
                          return view;
                        }),
            LIFETIME,
            SECOND,
            () -> rings.nanos);
    for (int i = 0; i < 50; i++) {
      rings.pass(Duration.ofMillis(1));
      assertThat(watched.find(RING, "x" + i)).isNull();
    }
    for (int i = 0; i < 50 && held(views) > 1; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(held(views)).as("the ring's one view").isLessThanOrEqualTo(1);
    assertThat(watched.find(RING, "k1")).isNotNull();
  }

  private static long held(List<WeakReference<RingView>> views) {
    return views.stream().filter(view -> view.get() != null).count();
  }

  @Test
  void failedLook_isForgotten() {
    cache.find(RING, "k1");
    rings.pass(Duration.ofMillis(1));
    rings.failure = new UnavailableException("away", null);
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> cache.find(RING, "k2"));
    rings.failure = null;
    rings.add(RING, "k2", KeyState.PREPARED, KeysFixture.secret().bytes(), null);
    assertThat(cache.find(RING, "k2")).isNotNull();
  }

  @Test
  void callersThatMissOneKidTogether_waitForOneLook() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    CompletableFuture<RingView> look = new CompletableFuture<>();
    RingCache slow =
        new RingCache(
            ring -> reads.incrementAndGet() == 1 ? rings.read(ring) : look,
            LIFETIME,
            Duration.ofSeconds(5),
            () -> rings.nanos);
    slow.find(RING, "k1");
    rings.pass(Duration.ofMillis(1));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<CachedKey>> found = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      found.add(threads.submit(() -> slow.find(RING, "k2")));
    }
    Thread.sleep(100);
    rings.add(RING, "k2", KeyState.PREPARED, KeysFixture.secret().bytes(), null);
    look.complete(rings.read(RING).join());
    for (Future<CachedKey> one : found) {
      assertThat(one.get()).isNotNull();
    }
    threads.shutdown();
    assertThat(reads).hasValue(2);
  }

  @Test
  void ownChange_isSeenAtOnce_andNoOlderViewComesBack() {
    cache.active(RING);
    CompletableFuture<RingView> begunBefore = rings.read(RING);
    rings.keys.clear();
    rings.add(RING, "k2", KeyState.ACTIVE, KeysFixture.secret().bytes(), null);
    rings.pass(Duration.ofMillis(1));
    cache.forget(RING);
    rings.pass(Duration.ofMillis(1));
    assertThat(cache.active(RING).kid()).isEqualTo("k2");
    assertThat(begunBefore.join().isNewerThan(RingView.outdated(rings.nanos))).isFalse();
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

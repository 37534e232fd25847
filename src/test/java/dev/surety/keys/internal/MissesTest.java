package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

/** Key ids that a ring does not have. */
class MissesTest {

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
  void interruptOfTheFirst_endsNobodyElsesWait() throws Exception {
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
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> slow.find(RING, "k2"));
    assertThat(Thread.interrupted()).isTrue();
    Future<CachedKey> other = threads.submit(() -> slow.find(RING, "k2"));
    rings.add(RING, "k2", KeyState.PREPARED, KeysFixture.secret().bytes(), null);
    look.complete(rings.read(RING).join());
    assertThat(other.get()).isNotNull();
    assertThat(reads).hasValue(2);
    threads.shutdown();
  }
}

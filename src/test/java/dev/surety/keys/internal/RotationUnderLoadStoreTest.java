package dev.surety.keys.internal;

import static dev.surety.keys.internal.KeysFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.keys.KeyInfo;
import dev.surety.keys.KeyRings;
import dev.surety.keys.KeyState;
import dev.surety.keys.Ring;
import dev.surety.keys.Rotation.Rotated;
import dev.surety.keys.TokenVerification;
import dev.surety.keys.TokenVerification.Expired;
import dev.surety.keys.TokenVerification.Valid;
import dev.surety.keys.Tokens;
import dev.surety.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Eight threads sign and verify on two instances while keys are rotated: no token is refused before
 * its key's grace ends, and none is accepted after.
 */
class RotationUnderLoadStoreTest {

  private static final int THREADS = 8;
  private static final int ROTATIONS = 50;
  private static final Duration CACHE = Duration.ofMillis(300);
  private static final Duration GRACE = Duration.ofMillis(900);
  private static final Duration PAUSE = Duration.ofMillis(150);

  /** How exactly an instance knows the database's time: half a round trip. */
  private static final Duration CLOCK = Duration.ofMillis(20);

  private final Ring ring = Ring.token("ring-" + UUID.randomUUID());

  /** The first refusal and the last acceptance of what one key has signed. */
  private static final class Seen {
    private Instant firstRefused = Instant.MAX;
    private Instant lastAccepted = Instant.MIN;
    private long accepted;

    synchronized void add(TokenVerification found, Instant begun, Instant ended) {
      if (found instanceof Valid) {
        accepted++;
        lastAccepted = lastAccepted.isAfter(begun) ? lastAccepted : begun;
      } else if (found instanceof Expired) {
        firstRefused = firstRefused.isBefore(ended) ? firstRefused : ended;
      } else {
        throw new AssertionError(found);
      }
    }
  }

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  @Test
  void tokens_areAcceptedUntilTheirGraceEnds_andNeverAfter() throws Exception {
    try (KeysFixture fixture = KeysFixture.inRealTime(TestDatabase.shared());
        StoredKeys one = instance(fixture);
        StoredKeys two = instance(fixture)) {
      KeyRings rings = KeysFixture.rings(one);
      rings.seed(ring, "k0", secret());
      AtomicBoolean over = new AtomicBoolean();
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        StoredKeys signer = i % 2 == 0 ? one : two;
        StoredKeys verifier = i % 4 < 2 ? one : two;
        int seed = i;
        running.add(threads.submit(() -> work(signer, verifier, over, new Random(seed))));
      }
      for (int i = 1; i <= ROTATIONS; i++) {
        Thread.sleep(PAUSE.toMillis());
        KeyRings each = KeysFixture.rings(i % 2 == 0 ? one : two);
        assertThat(each.rotate(ring, "k" + i, secret(), GRACE, true)).isInstanceOf(Rotated.class);
        awaitUse("k" + i);
      }
      Thread.sleep(GRACE.plus(CACHE).toMillis());
      over.set(true);
      for (Future<?> each : running) {
        each.get();
      }
      threads.shutdown();
      rings.list(ring).forEach(this::assertTimely);
      assertThat(seen).hasSize(ROTATIONS + 1);
    }
  }

  private StoredKeys instance(KeysFixture fixture) {
    return fixture.instance("load", Map.of("surety.keys.cache", CACHE.toString()));
  }

  private void awaitUse(String kid) throws InterruptedException {
    for (int wait = 0; wait < 1_000 && !seen.containsKey(kid); wait++) {
      Thread.sleep(10);
    }
  }

  private void work(StoredKeys signer, StoredKeys verifier, AtomicBoolean over, Random random) {
    List<String> signed = new ArrayList<>();
    Tokens signing = signer.tokens();
    Tokens verifying = verifier.tokens();
    while (!over.get()) {
      String fresh = signing.sign(ring, "m");
      signed.add(fresh);
      verify(verifying, verifier, fresh);
      verify(verifying, verifier, signed.get(random.nextInt(signed.size())));
      verify(
          verifying,
          verifier,
          signed.get(signed.size() - 1 - random.nextInt(Math.min(signed.size(), 4000))));
      LockSupport.parkNanos(200_000);
    }
  }

  private void verify(Tokens tokens, StoredKeys instance, String token) {
    Instant begun = instance.now();
    TokenVerification found = tokens.verify(ring, "m", token);
    String kid = token.substring(0, token.indexOf(':'));
    seen.computeIfAbsent(kid, unused -> new Seen()).add(found, begun, instance.now());
  }

  private void assertTimely(KeyInfo key) {
    Seen ofKey = seen.get(key.kid());
    assertThat(ofKey.accepted).as(key.kid()).isPositive();
    if (key.state() == KeyState.ACTIVE) {
      assertThat(ofKey.firstRefused).isEqualTo(Instant.MAX);
      return;
    }
    assertThat(ofKey.firstRefused)
        .as("first refusal of " + key.kid())
        .isAfter(key.graceUntil().minus(CLOCK))
        .isBefore(Instant.MAX);
    assertThat(ofKey.lastAccepted)
        .as("last acceptance of " + key.kid())
        .isBefore(key.graceUntil().plus(CLOCK));
  }
}

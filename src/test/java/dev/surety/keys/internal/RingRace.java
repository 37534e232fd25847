package dev.surety.keys.internal;

import dev.surety.keys.ContentionException;
import dev.surety.keys.Rotation.Rotated;
import dev.surety.keys.Seeding.OtherKidActive;
import dev.surety.keys.Seeding.Seeded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Many callers seed and rotate a ring at once, while a watcher counts active keys; then what they
 * were told is held against what is stored.
 */
public final class RingRace {

  /** Whatever keeps rings. Each call may throw, which is told as well. */
  public interface Contestant {
    Object seed(String ring, String kid, int thread) throws Exception;

    Object rotate(String ring, String kid, int thread) throws Exception;

    /** The ids of the ring's keys, with whether they are active; of one moment. */
    Map<String, Boolean> stored(String ring) throws Exception;
  }

  private record Told(String kid, Object answer) {}

  private final Contestant contestant;
  private final int threads;
  private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

  public RingRace(Contestant contestant, int threads) {
    this.contestant = contestant;
    this.threads = threads;
  }

  /** Runs so many rounds, each on a ring of its own; returns what was wrong. */
  public List<String> run(String prefix, int rounds) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
    try {
      for (int round = 0; round < rounds && violations.size() < 10; round++) {
        String ring = prefix + round;
        AtomicBoolean over = new AtomicBoolean();
        Future<?> watcher = pool.submit(() -> watch(ring, over));
        List<Told> told = race(pool, ring);
        over.set(true);
        watcher.get();
        check(ring, told, contestant.stored(ring));
      }
    } finally {
      pool.shutdownNow();
    }
    return new ArrayList<>(violations);
  }

  private List<Told> race(ExecutorService pool, String ring) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<Told>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      running.add(
          pool.submit(
              () -> {
                start.await();
                return act(ring, thread);
              }));
    }
    List<Told> told = new ArrayList<>();
    for (Future<Told> one : running) {
      told.add(one.get());
    }
    return told;
  }

  private Told act(String ring, int thread) {
    String kid = "k" + thread;
    try {
      return new Told(
          kid,
          thread % 3 == 0
              ? contestant.seed(ring, kid, thread)
              : contestant.rotate(ring, kid, thread));
    } catch (Exception e) {
      return new Told(kid, e);
    }
  }

  private void watch(String ring, AtomicBoolean over) {
    boolean seeded = false;
    while (!over.get()) {
      try {
        long active = contestant.stored(ring).values().stream().filter(is -> is).count();
        if (active > 1 || (seeded && active < 1)) {
          violations.add(ring + ": the watcher saw " + active + " active keys");
        }
        seeded |= active > 0;
      } catch (Exception e) {
        violations.add(ring + ": the watcher failed: " + e);
      }
    }
  }

  /** The rotations that were told must be one path from the seeded key to the active one. */
  private void check(String ring, List<Told> told, Map<String, Boolean> stored) {
    Map<String, String> next = new HashMap<>();
    Set<String> made = new HashSet<>();
    String seeded = null;
    for (Told one : told) {
      if (one.answer() instanceof Seeded) {
        if (seeded != null) {
          violations.add(ring + ": seeded twice");
        }
        seeded = one.kid();
        made.add(one.kid());
      } else if (one.answer() instanceof Rotated rotated) {
        if (next.put(rotated.previousKid(), rotated.newKid()) != null) {
          violations.add(ring + ": two rotations from " + rotated.previousKid());
        }
        made.add(one.kid());
      } else if (one.answer() instanceof OtherKidActive other && !stored.containsKey(other.kid())) {
        violations.add(ring + ": told of " + other.kid() + ", which is not there");
      } else if (one.answer() instanceof Exception e && !isTruthful(e)) {
        violations.add(ring + ": " + e);
      }
    }
    if (!stored.keySet().equals(made)) {
      violations.add(ring + ": told " + made + ", stored " + stored.keySet());
    }
    checkPath(ring, seeded, next, stored);
  }

  private void checkPath(
      String ring, String seeded, Map<String, String> next, Map<String, Boolean> stored) {
    String last = seeded;
    int steps = 0;
    while (last != null && next.containsKey(last) && steps++ <= threads) {
      last = next.get(last);
    }
    List<String> active = stored.keySet().stream().filter(stored::get).toList();
    if (steps != next.size() || !active.equals(List.of(String.valueOf(last)))) {
      violations.add(ring + ": rotations " + next + " from " + seeded + ", active " + active);
    }
  }

  /** A ring that was not seeded yet, or a lost race. */
  private static boolean isTruthful(Exception e) {
    return e instanceof IllegalStateException || e instanceof ContentionException;
  }
}

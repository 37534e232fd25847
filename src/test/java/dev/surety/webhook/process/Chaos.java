package dev.surety.webhook.process;

import dev.surety.webhook.process.History.Interruption;
import dev.surety.webhook.process.HookDesk.Fate;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Orders without end at instances that are killed, and sometimes their database, too. */
final class Chaos {

  private static final int CLIENTS = 4;
  private static final int KEYS = 50;
  private static final int PACE_MILLIS = 15;
  private static final int LATER_PACE_MILLIS = 200;

  /**
   * @param kills of each instance
   * @param restarts of the database
   */
  record Extent(int events, int kills, int restarts) {}

  private final Extent extent;
  private final List<Instance> instances;
  private final HookDatabase database;
  private final List<URI> urls;
  private final long seed;
  private final AtomicLong numbers;
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final Queue<Interruption> interruptions = new ConcurrentLinkedQueue<>();
  private final ReadWriteLock booting = new ReentrantReadWriteLock(true);
  private volatile boolean killing = true;

  Chaos(
      Extent extent,
      List<Instance> instances,
      HookDatabase database,
      List<URI> urls,
      long firstNumber,
      long seed) {
    this.extent = extent;
    this.instances = instances;
    this.database = database;
    this.urls = urls;
    this.numbers = new AtomicLong(firstNumber);
    this.seed = seed;
  }

  /** Returns once all kills are done and all events are ordered. */
  void run() {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(seed + i);
        clients.add(threads.submit(() -> order(random)));
      }
      List<Future<?>> killers = new ArrayList<>();
      for (Instance instance : instances) {
        Random random = new Random(seed ^ instance.name().hashCode());
        killers.add(threads.submit(() -> kill(instance, random)));
      }
      killers.add(threads.submit(() -> restart(new Random(~seed))));
      join(killers);
      killing = false;
      join(clients);
    } finally {
      threads.shutdownNow();
    }
  }

  List<Interruption> interruptions() {
    return List.copyOf(interruptions);
  }

  int committed() {
    return committed.get();
  }

  /** Calls that got no 200: of orders that were to fail, or that met a dead server. */
  int failed() {
    return failed.get();
  }

  long lastNumber() {
    return numbers.get();
  }

  private void order(Random random) {
    while (killing || committed.get() < extent.events()) {
      long number = numbers.incrementAndGet();
      int key = random.nextInt(KEYS * 5 / 4);
      Instance instance = instances.get(random.nextInt(instances.size()));
      int status =
          instance.order(
              number,
              key < KEYS ? "chaos-" + key : "",
              // one sequence has one destination
              urls.get((key < KEYS ? key : random.nextInt(KEYS)) % urls.size()),
              random.nextInt(20) == 0 ? Fate.ROLLBACK : Fate.COMMIT);
      (status == 200 ? committed : failed).incrementAndGet();
      Patience.sleep(committed.get() < extent.events() ? PACE_MILLIS : LATER_PACE_MILLIS);
    }
  }

  private void kill(Instance instance, Random random) {
    for (int i = 0; i < extent.kills(); i++) {
      Patience.sleep(1_000 + random.nextInt(4_000));
      booting.readLock().lock();
      try {
        Instant from = Instant.now();
        instance.server().kill();
        interruptions.add(new Interruption(instance.name(), from, Instant.now()));
        instance.server().restart();
      } finally {
        booting.readLock().unlock();
      }
    }
  }

  /** Only while nobody boots, which fails without a database as it should. */
  private void restart(Random random) {
    for (int i = 0; i < extent.restarts(); i++) {
      Patience.sleep(20_000 + random.nextInt(40_000));
      booting.writeLock().lock();
      try {
        Patience.sleep(random.nextInt(2_000));
        Instant from = Instant.now();
        database.database().restart();
        interruptions.add(new Interruption("", from, Instant.now()));
      } finally {
        booting.writeLock().unlock();
      }
    }
  }

  private static void join(List<Future<?>> tasks) {
    try {
      for (Future<?> task : tasks) {
        task.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

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
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Random random = new Random(seed + i);
      clients.add(start("client", () -> order(random)));
    }
    List<Thread> killers = new ArrayList<>();
    for (Instance instance : instances) {
      Random random = new Random(seed ^ instance.name().hashCode());
      killers.add(start("killer", () -> kill(instance, random)));
    }
    killers.add(start("restarter", () -> restart(new Random(~seed))));
    killers.forEach(Chaos::join);
    killing = false;
    clients.forEach(Chaos::join);
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
      Instant from = Instant.now();
      instance.server().kill();
      interruptions.add(new Interruption(instance.name(), from, Instant.now()));
      instance.server().restart();
    }
  }

  private void restart(Random random) {
    for (int i = 0; i < extent.restarts(); i++) {
      Patience.sleep(20_000 + random.nextInt(40_000));
      Instant from = Instant.now();
      database.database().restart();
      interruptions.add(new Interruption("", from, Instant.now()));
    }
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

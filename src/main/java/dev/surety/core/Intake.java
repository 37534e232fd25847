package dev.surety.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue that hands out batches to two workers, at the {@link Pace} it keeps. Thread-safe.
 */
final class Intake<T> {

  private static final Duration LONGEST = Duration.ofMillis(5);

  private final int capacity;
  private final Pace pace;
  private final Queue<Arrived<T>> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition worthALook = lock.newCondition();

  /** An item in the queue. */
  private record Arrived<T>(T item, long since) {}

  /** What a worker has taken. */
  record Batch<T>(List<T> items, long began) {}

  /**
   * @param capacity how many items may wait
   * @param most items of a batch
   */
  Intake(int capacity, int most) {
    this.capacity = capacity;
    this.pace = new Pace(most, LONGEST, System.nanoTime());
  }

  /** Queues an item; {@code false} if too many wait. */
  boolean offer(T item) {
    lock.lock();
    try {
      if (waiting.size() >= capacity) {
        return false;
      }
      waiting.add(new Arrived<>(item, System.nanoTime()));
      if (waiting.size() == 1 || pace.isEnough(waiting.size())) {
        worthALook.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a batch; whoever takes one that is not empty tells when it is {@link #done}.
   *
   * @return an empty one if none is complete in time
   */
  Batch<T> take(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long end = System.nanoTime() + patience.toNanos();
      while (true) {
        long now = System.nanoTime();
        Arrived<T> first = waiting.peek();
        long pause = first == null ? end - now : pace.patience(waiting.size(), first.since(), now);
        if (first != null && pause <= 0) {
          return new Batch<>(taken(), now);
        }
        if (end - now <= 0) {
          return new Batch<>(List.of(), now);
        }
        long unused = worthALook.awaitNanos(Math.min(pause, end - now));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whoever tells so takes the next one soon: nobody else is woken. */
  void done(Batch<T> batch, int together) {
    lock.lock();
    try {
      pace.end(batch.items().size(), together, batch.began(), System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** What waits; it stays where it is. */
  List<T> waiting() {
    lock.lock();
    try {
      return waiting.stream().map(Arrived::item).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all that waits. */
  List<T> rest() {
    lock.lock();
    try {
      List<T> rest = waiting();
      waiting.clear();
      return rest;
    } finally {
      lock.unlock();
    }
  }

  private List<T> taken() {
    List<T> items = new ArrayList<>();
    for (int n = pace.begin(waiting.size()); n > 0; n--) {
      items.add(waiting.remove().item());
    }
    if (!waiting.isEmpty()) {
      worthALook.signal();
    }
    return items;
  }
}

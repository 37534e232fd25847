package dev.surety.webhook.internal;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one thread; ringing while it works makes it go round once more. Thread-safe. */
final class Bell {

  private final Semaphore rung = new Semaphore(0);

  void ring() {
    if (rung.availablePermits() == 0) {
      rung.release();
    }
  }

  /** Waits until it rings, or for so long; only closing ends the thread, not an interrupt. */
  void await(Duration longest) {
    try {
      if (rung.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        rung.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.interrupted();
    }
  }
}
